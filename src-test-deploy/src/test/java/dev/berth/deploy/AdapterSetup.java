package dev.berth.deploy;

import org.jboss.as.arquillian.api.ServerSetupTask;
import org.jboss.as.arquillian.container.ManagementClient;

/** berth.rar by itself with the pools that a test needs, configured before it is deployed. */
abstract class AdapterSetup implements ServerSetupTask {

    static final String ID = "standalone";

    /** Adds the pools; called once. */
    abstract void add(Pools pools) throws Exception;

    @Override
    public void setup(ManagementClient client, String containerId) throws Exception {
        var management = new Management(client.getControllerClient());
        add(Pools.create(management, ID, Deployments.RAR));
        management.deploy(Deployments.rar());
    }

    @Override
    public void tearDown(ManagementClient client, String containerId) throws Exception {
        var management = new Management(client.getControllerClient());
        management.undeploy(Deployments.RAR);
        Pools.remove(management, ID);
    }
}
