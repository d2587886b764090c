package dev.berth.deploy.bench;

import java.util.Map;

/**
 * One pool in the server.
 *
 * @param size connections, at least and at most
 * @param settings of the server's, other than usual
 */
record Pool(String name, Route route, String database, int size, Map<String, Object> settings) {

    /** With the server's usual settings. */
    Pool(String name, Route route, String database, int size) {
        this(name, route, database, size, Map.of());
    }

    static Pool of(Candidate candidate, Route route, String database) {
        return new Pool(candidate.pool(route, database), route, database, Sources.SIZE);
    }

    String jndiName() {
        return "java:/jdbc/" + name;
    }

    /** Resolved by the server when it starts. */
    String port() {
        return "${bench." + route.key() + ".port}";
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database;
    }

    /** What WildFly calls the same in all its own pools. */
    String attributes() {
        return "jndi-name=\"" + jndiName() + "\", min-pool-size=" + size + ", initial-pool-size=" + size
                + ", max-pool-size=" + size + ", pool-prefill=true, blocking-timeout-wait-millis=5000";
    }
}
