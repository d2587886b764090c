package dev.berth.deploy;

import java.util.LinkedHashMap;
import java.util.Map;

/** One resource-adapter entry of the management model, with its pools; each is bound as java:/jdbc/ and its name. */
final class Pools {

    /** No look at a connection before it is lent out; one of both has to be on, or WildFly puts that on. */
    static final Object[] BACKGROUND_VALIDATION = {
        "validate-on-match", false, "background-validation", true, "background-validation-millis", 600_000
    };

    private final Management management;
    private final String address;

    private Pools(Management management, String id) {
        this.management = management;
        this.address = "subsystem=resource-adapters/resource-adapter=" + id;
    }

    static Pools create(Management management, String id, String archive) {
        var pools = new Pools(management, id);
        management.add(
                pools.address,
                Map.of("archive", archive, "transaction-support", "XATransaction", "statistics-enabled", true));
        return pools;
    }

    static void remove(Management management, String id) {
        management.remove(new Pools(management, id).address);
    }

    /** What the server counts of a pool: CreatedCount, DestroyedCount and others. */
    static long counted(Management management, String pool, String what) {
        var statistics = new Pools(management, AdapterSetup.ID).address + "/connection-definitions=" + pool;
        return Long.parseLong(management.read(statistics + "/statistics=pool", what));
    }

    /** A pool for this database, with attributes that differ from the usual ones as name, value, name, value. */
    Pools pool(String name, Database database, Object... attributes) {
        return pool(name, database.properties(), attributes);
    }

    Pools pool(String name, Map<String, String> properties, Object... attributes) {
        var all = new LinkedHashMap<String, Object>(Map.of(
                "class-name",
                "dev.berth.JdbcManagedConnectionFactory",
                "jndi-name",
                "java:/jdbc/" + name,
                "max-pool-size",
                10,
                "blocking-timeout-wait-millis",
                5000,
                "validate-on-match",
                true,
                "background-validation",
                false,
                "recovery-username",
                properties.getOrDefault("userName", "nobody"),
                "recovery-password",
                properties.getOrDefault("password", "nothing")));
        for (int i = 0; i < attributes.length; i += 2) {
            all.put((String) attributes[i], attributes[i + 1]);
        }
        var pool = address + "/connection-definitions=" + name;
        management.add(pool, all);
        properties.forEach(
                (property, value) -> management.add(pool + "/config-properties=" + property, Map.of("value", value)));
        return this;
    }
}
