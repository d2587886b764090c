package dev.berth.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jboss.as.arquillian.api.ServerSetupTask;
import org.jboss.as.arquillian.container.ManagementClient;

/** berth.rar by itself, configured before it is deployed: java:/jdbc/one in bank, java:/jdbc/two in ledger, and others. */
public final class StandaloneAdapter implements ServerSetupTask {

    private static final String ID = "standalone";

    @Override
    public void setup(ManagementClient client, String containerId) throws IOException {
        var management = new Management(client.getControllerClient());
        Pools.create(management, ID, Deployments.RAR)
                .pool("one", Database.bank())
                .pool("two", Database.ledger())
                .pool("untouched", Database.bank())
                .pool("voting", asked(Database.bank()))
                .pool("filed", filed(Database.bank()))
                .pool("crowd", Database.bank(), "security-application", true, "max-pool-size", 6)
                .pool("small", Database.bank(), "max-pool-size", 2, "blocking-timeout-wait-millis", 700);
        management.deploy(Deployments.rar());
    }

    /** The password in a file; the server would take a dollar for an expression of its own. */
    private static Map<String, String> filed(Database database) throws IOException {
        var file = Path.of(System.getProperty("berth.it.work"), "password-of-bank");
        Files.writeString(file, database.password() + "\n");
        return Map.of("connectionURL", database.url(), "userName", database.user(), "password", "#{file:" + file + "}");
    }

    private static Map<String, String> asked(Database database) {
        return Map.of(
                "connectionURL", database.url(),
                "userName", database.user(),
                "password", database.password(),
                "readOnlyVote", "true",
                "transactionTimeout", "server");
    }

    @Override
    public void tearDown(ManagementClient client, String containerId) {
        var management = new Management(client.getControllerClient());
        management.undeploy(Deployments.RAR);
        Pools.remove(management, ID);
    }
}
