package dev.berth.deploy;

import java.util.Map;
import org.jboss.as.arquillian.api.ServerSetupTask;
import org.jboss.as.arquillian.container.ManagementClient;

/** berth.rar by itself, configured before it is deployed: java:/jdbc/one in bank, java:/jdbc/two in ledger, and others. */
public final class StandaloneAdapter implements ServerSetupTask {

    private static final String ID = "standalone";

    @Override
    public void setup(ManagementClient client, String containerId) {
        var management = new Management(client.getControllerClient());
        Pools.create(management, ID, Deployments.RAR)
                .pool("one", Database.bank())
                .pool("two", Database.ledger())
                .pool("untouched", Database.bank())
                .pool("voting", asked(Database.bank()))
                .pool("crowd", Database.bank(), "security-application", true, "max-pool-size", 6)
                .pool("small", Database.bank(), "max-pool-size", 2, "blocking-timeout-wait-millis", 700);
        management.deploy(Deployments.rar());
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
