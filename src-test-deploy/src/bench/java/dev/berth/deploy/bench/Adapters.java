package dev.berth.deploy.bench;

import dev.berth.deploy.Management;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Deploys the adapter with these pools and those in a running server, and takes it away again. */
record Adapters(BenchServer server, Management management, BenchDatabase database) {

    /** In each pool, where it has any. */
    static final int CONNECTIONS = 4;

    private static final String BUILTIN = "subsystem=datasources/data-source=";

    /** One, and how all its pools are configured. */
    private record Archive(String name, String factory, Map<String, Object> settings) {

        String file() {
            return name + ".rar";
        }

        String address() {
            return "subsystem=resource-adapters/resource-adapter=" + name;
        }
    }

    private static final Archive BERTH = new Archive(
            "berth",
            "dev.berth.JdbcManagedConnectionFactory",
            Map.of(
                    "validate-on-match",
                    true,
                    "recovery-username",
                    "${bench.user}",
                    "recovery-password",
                    "${bench.password}"));

    private static final Archive BARE = new Archive("bare", BareFactory.class.getName(), Map.of("no-recovery", true));

    /** What a deployment took, and what it left. */
    record Cost(double millis, double kilobytes) {}

    /** Of so many pools, each with that many connections. */
    Cost cost(int pools, int connections) throws Exception {
        long sessions = database.sessionsAtRest();
        double before = heapKilobytes();
        double millis = deploy(pools("grown-", pools, connections));
        // the pools are filled beside the deployment, and each factory looks at the database once
        if (database.sessionsAtRest() < sessions + (long) pools * connections) {
            throw new IllegalStateException("not all connections of " + pools + " pools were opened");
        }
        double kilobytes = heapKilobytes() - before;
        undeploy(pools);
        return new Cost(millis, kilobytes);
    }

    private static List<Pool> pools(String name, int count, int connections) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Pool(name + i, Route.DIRECT, Route.BANK, connections))
                .toList();
    }

    /** What as many of the server's own data sources leave on the heap, with no connections. */
    double builtinKilobytes(int count) throws Exception {
        double before = heapKilobytes();
        var pools = pools("own-", count, 0);
        for (var pool : pools) {
            management.add(
                    BUILTIN + pool.name(),
                    Map.of(
                            "driver-name",
                            "postgresql",
                            "jndi-name",
                            pool.jndiName(),
                            "connection-url",
                            pool.url(),
                            "user-name",
                            "${bench.user}",
                            "password",
                            "${bench.password}",
                            "validate-on-match",
                            true));
        }
        double kilobytes = heapKilobytes() - before;
        pools.forEach(pool -> management.remove(BUILTIN + pool.name()));
        return kilobytes;
    }

    /** Configures first; how long the deployment alone took, in milliseconds. */
    double deploy(List<Pool> pools) {
        return deploy(BERTH, pools);
    }

    /** The same of the bare adapter. */
    double deployBare(List<Pool> pools) {
        return deploy(BARE, pools);
    }

    private double deploy(Archive archive, List<Pool> pools) {
        if (!pools.isEmpty()) {
            management.add(
                    archive.address(), Map.of("archive", archive.file(), "transaction-support", "XATransaction"));
            pools.forEach(pool -> add(archive, pool));
        }
        return deploy(archive.file());
    }

    /** An archive that does nothing, for comparison; it is taken away again. */
    double deployNothing() {
        double millis = deploy(Application.NOTHING);
        undeploy(Application.NOTHING);
        return millis;
    }

    private double deploy(String file) {
        long start = System.nanoTime();
        management.call("deployment=" + file, "deploy");
        return (System.nanoTime() - start) / 1e6;
    }

    private void undeploy(String file) {
        management.call("deployment=" + file, "undeploy");
    }

    void undeploy(int pools) {
        undeploy(BERTH, pools);
    }

    void undeployBare(int pools) {
        undeploy(BARE, pools);
    }

    private void undeploy(Archive archive, int pools) {
        undeploy(archive.file());
        if (pools > 0) {
            management.remove(archive.address());
        }
    }

    private void add(Archive archive, Pool pool) {
        var address = archive.address() + "/connection-definitions=" + pool.name();
        Map<String, Object> attributes = new LinkedHashMap<>(archive.settings());
        attributes.put("class-name", archive.factory());
        attributes.put("jndi-name", pool.jndiName());
        attributes.put("min-pool-size", pool.size());
        attributes.put("max-pool-size", Math.max(1, pool.size()));
        attributes.put("pool-prefill", true);
        attributes.putAll(pool.settings());
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
