package dev.berth.deploy.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The CLI lines by which an administrator sets up all candidates in one WildFly. */
final class ServerCli {

    private static final String BERTH = "/subsystem=resource-adapters/resource-adapter=berth";
    private static final String BUILTIN = "/subsystem=datasources/";
    private static final String AGROAL = "/subsystem=datasources-agroal";
    private static final String USER = "${bench.user}";
    private static final String PASSWORD = "${bench.password}";
    private static final String RECOVERY =
            ", recovery-username=\"" + USER + "\", recovery-password=\"" + PASSWORD + "\"";
    private static final String VENDOR = "org.jboss.jca.adapters.jdbc.extensions.postgres.";
    private static final String VENDORS = ", user-name=\"" + USER + "\", password=\"" + PASSWORD
            + "\", valid-connection-checker-class-name=" + VENDOR
            + "PostgreSQLValidConnectionChecker, exception-sorter-class-name=" + VENDOR + "PostgreSQLExceptionSorter";

    /** Before each use. */
    private static final String ASKED = "validate-on-match=true, background-validation=false";

    /** One of both has to be on, or WildFly puts on validate-on-match: once a day is never. */
    private static final String UNASKED =
            "validate-on-match=false, background-validation=true, background-validation-millis=86400000";

    private static final String BARE = "/subsystem=resource-adapters/resource-adapter=bare";

    private static final String DEPLOY_ADAPTER =
            "deploy " + BenchServer.adapter() + " --name=berth.rar --runtime-name=berth.rar";

    private final List<String> lines = new ArrayList<>();

    /** Lines for a stopped server; it finds port, user and password in its system properties. */
    static List<String> ofCases(List<Path> applications, Path bare) {
        var cli = new ServerCli();
        cli.common();
        cli.add(BERTH + ":add(archive=berth.rar, transaction-support=XATransaction)");
        cli.add(BARE + ":add(archive=bare.rar, transaction-support=XATransaction)");
        for (var candidate : Candidate.values()) {
            for (var route : Route.values()) {
                cli.pools(candidate, route);
            }
        }
        cli.add(DEPLOY_ADAPTER);
        cli.add("deploy " + bare);
        applications.forEach(application -> cli.add("deploy " + application));
        return cli.lines;
    }

    /** The adapter is there, but not deployed, and has no pools; the built-in data source has three. */
    static List<String> ofGrowth(Path application, Path bare, Path nothing, List<Integer> sizes) {
        var cli = new ServerCli();
        cli.common();
        for (int size : sizes) {
            cli.builtinXa(new Pool("builtin-" + size, Route.DIRECT, Route.BANK, size), UNASKED);
        }
        cli.add(DEPLOY_ADAPTER + " --disabled");
        cli.add("deploy " + bare + " --disabled");
        cli.add("deploy " + nothing + " --disabled");
        cli.add("deploy " + application);
        return cli.lines;
    }

    private void common() {
        add("/subsystem=transactions:write-attribute(name=node-identifier, value=bench)");
        drivers();
    }

    private void add(String line) {
        lines.add(line);
    }

    private void drivers() {
        add(BUILTIN + "jdbc-driver=postgresql:add(driver-name=postgresql, driver-module-name=org.postgresql,"
                + " driver-xa-datasource-class-name=org.postgresql.xa.PGXADataSource)");
        add("/extension=org.wildfly.extension.datasources-agroal:add");
        add(AGROAL + ":add");
        add(AGROAL + "/driver=postgresql:add(module=org.postgresql, class=org.postgresql.xa.PGXADataSource)");
    }

    private void pools(Candidate candidate, Route route) {
        for (var database :
                candidate.takesTwoDatabases() ? Arrays.asList(Route.BANK, Route.LEDGER) : List.of(Route.BANK)) {
            var pool = Pool.of(candidate, route, database);
            switch (candidate) {
                case BERTH_XA -> berth(pool);
                case BERTH_LOCAL -> {
                    berth(pool);
                    property(BERTH, pool, "transactionLevel", "LocalTransaction");
                }
                case BARE_XA -> bare(pool);
                case BARE_LOCAL -> {
                    bare(pool);
                    property(BARE, pool, "local", "true");
                }
                case BUILTIN_XA -> builtinXa(pool, UNASKED);
                case BUILTIN_XA_MATCH -> builtinXa(pool, ASKED);
                case BUILTIN_LOCAL -> builtinLocal(pool);
                case AGROAL_XA -> agroal(pool);
                case HIKARI, RAW -> {} // the application opens them
            }
        }
    }

    private void berth(Pool pool) {
        definition(BERTH, pool, "dev.berth.JdbcManagedConnectionFactory", ASKED + RECOVERY);
    }

    private void bare(Pool pool) {
        definition(BARE, pool, BareFactory.class.getName(), UNASKED + ", no-recovery=true");
    }

    private void definition(String adapter, Pool pool, String factory, String settings) {
        add(adapter + "/connection-definitions=" + pool.name() + ":add(class-name=" + factory + ", enabled=true, "
                + pool.attributes() + ", " + settings + ")");
        property(adapter, pool, "connectionURL", pool.url());
        property(adapter, pool, "userName", USER);
        property(adapter, pool, "password", PASSWORD);
    }

    private void property(String adapter, Pool pool, String name, String value) {
        add(adapter + "/connection-definitions=" + pool.name() + "/config-properties=" + name + ":add(value=\"" + value
                + "\")");
    }

    private void builtinXa(Pool pool, String validation) {
        var source = BUILTIN + "xa-data-source=" + pool.name();
        add("batch");
        add(source + ":add(driver-name=postgresql, " + pool.attributes() + ", " + validation + RECOVERY + VENDORS
                + ")");
        add(source + "/xa-datasource-properties=ServerName:add(value=127.0.0.1)");
        add(source + "/xa-datasource-properties=PortNumber:add(value=\"" + pool.port() + "\")");
        add(source + "/xa-datasource-properties=DatabaseName:add(value=" + pool.database() + ")");
        add("run-batch");
    }

    private void builtinLocal(Pool pool) {
        add(BUILTIN + "data-source=" + pool.name() + ":add(driver-name=postgresql, connection-url=\"" + pool.url()
                + "\", jta=true, " + pool.attributes() + ", " + UNASKED + VENDORS + ")");
    }

    private void agroal(Pool pool) {
        int size = pool.size();
        add(AGROAL + "/xa-datasource=" + pool.name() + ":add(jndi-name=\"" + pool.jndiName()
                + "\", connection-factory={driver=postgresql, url=\"" + pool.url() + "\", username=\"" + USER
                + "\", password=\"" + PASSWORD + "\"}, connection-pool={min-size=" + size + ", initial-size=" + size
                + ", max-size=" + size + ", blocking-timeout=5000})");
    }
}
