package dev.berth.deploy.bench;

import dev.berth.deploy.Management;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Deploys the adapter with these pools and those in a running server, and takes it away again. */
record Adapters(BenchServer server, Management management) {

    /** In each pool, where it has any. */
    static final int CONNECTIONS = 4;

    private static final String DEPLOYMENT = "deployment=berth.rar";
    private static final String ADAPTER = "subsystem=resource-adapters/resource-adapter=berth";

    /** What a deployment took, and what it left. */
    record Cost(double millis, double kilobytes) {}

    /** Of so many pools, each with that many connections. */
    Cost cost(int pools, int connections) throws Exception {
        double before = heapKilobytes();
        var all = IntStream.range(0, pools)
                .mapToObj(i -> new Pool("grown-" + i, Route.DIRECT, Route.BANK, connections))
                .toList();
        double millis = deploy(all);
        double kilobytes = heapKilobytes() - before;
        undeploy(pools);
        return new Cost(millis, kilobytes);
    }

    /** Configures first; how long the deployment alone took, in milliseconds. */
    double deploy(List<Pool> pools) {
        if (!pools.isEmpty()) {
            management.add(ADAPTER, Map.of("archive", "berth.rar", "transaction-support", "XATransaction"));
            pools.forEach(this::add);
        }
        long start = System.nanoTime();
        management.call(DEPLOYMENT, "deploy");
        return (System.nanoTime() - start) / 1e6;
    }

    void undeploy(int pools) {
        management.call(DEPLOYMENT, "undeploy");
        if (pools > 0) {
            management.remove(ADAPTER);
        }
    }

    private void add(Pool pool) {
        var address = ADAPTER + "/connection-definitions=" + pool.name();
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("class-name", "dev.berth.JdbcManagedConnectionFactory");
        attributes.put("jndi-name", pool.jndiName());
        attributes.put("min-pool-size", pool.size());
        attributes.put("max-pool-size", Math.max(1, pool.size()));
        attributes.put("pool-prefill", true);
        attributes.put("validate-on-match", true);
        attributes.put("recovery-username", "${bench.user}");
        attributes.put("recovery-password", "${bench.password}");
        management.add(address, Collections.unmodifiableMap(attributes));
        property(address, "connectionURL", pool.url());
        property(address, "userName", "${bench.user}");
        property(address, "password", "${bench.password}");
    }

    private void property(String address, String name, String value) {
        management.add(address + "/config-properties=" + name, Map.of("value", value));
    }

    double heapKilobytes() throws IOException, InterruptedException {
        return server.get("/growth/heap").getJsonNumber("value").doubleValue() / 1024;
    }
}
