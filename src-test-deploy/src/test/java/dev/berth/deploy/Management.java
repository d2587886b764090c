package dev.berth.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jboss.as.controller.client.ModelControllerClient;
import org.jboss.as.controller.client.OperationBuilder;
import org.jboss.as.controller.client.helpers.ClientConstants;
import org.jboss.as.controller.client.helpers.Operations;
import org.jboss.dmr.ModelNode;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;

/** The server's management model: what an administrator says to it. Addresses as the CLI writes them. */
public record Management(ModelControllerClient client) implements AutoCloseable {

    /** What the server would not do, in its words. */
    static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1;

        Refused(String description) {
            super(description);
        }
    }

    /** To the WildFly that Arquillian started. */
    static Management connect() {
        return connect(Integer.getInteger("berth.it.management.port", 0));
    }

    public static Management connect(int port) {
        try {
            return new Management(ModelControllerClient.Factory.create("127.0.0.1", port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void add(String address, Map<String, ?> attributes) {
        var add = Operations.createAddOperation(address(address));
        attributes.forEach((name, value) -> add.get(name).set(String.valueOf(value)));
        execute(add);
    }

    public void remove(String address) {
        var remove = Operations.createRemoveOperation(address(address));
        remove.get("operation-headers", "allow-resource-service-restart").set(true);
        execute(remove);
    }

    String read(String address, String attribute) {
        return execute(Operations.createReadAttributeOperation(address(address), attribute))
                .asString();
    }

    boolean exists(String address) {
        try {
            call(address, "read-resource");
            return true;
        } catch (Refused absent) {
            return false;
        }
    }

    /** An operation without parameters. */
    public ModelNode call(String address, String operation) {
        return execute(Operations.createOperation(operation, address(address)));
    }

    /** Deploys, or throws and leaves nothing behind. */
    void deploy(Archive<?> archive) {
        try (InputStream content = archive.as(ZipExporter.class).exportAsInputStream()) {
            var add = Operations.createAddOperation(address("deployment=" + archive.getName()));
            add.get("enabled").set(true);
            add.get("content").get(0).get("input-stream-index").set(0);
            execute(OperationBuilder.create(add).addInputStream(content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void undeploy(String archiveName) {
        remove("deployment=" + archiveName);
    }

    private ModelNode execute(ModelNode operation) {
        return execute(OperationBuilder.create(operation));
    }

    private ModelNode execute(OperationBuilder operation) {
        try {
            var answer = client.execute(operation.build());
            if (!Operations.isSuccessfulOutcome(answer)) {
                throw new Refused(Operations.getFailureDescription(answer).asString());
            }
            return answer.get(ClientConstants.RESULT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ModelNode address(String text) {
        var address = new ModelNode();
        for (var part : text.split("/", -1)) {
            var pair = part.split("=", 2);
            address.add(pair[0], pair[1]);
        }
        return address;
    }
}
