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
    private static final String VENDOR = "org.jboss.jca.adapters.jdbc.extensions.postgres.";
    private static final String USER = "${bench.user}";
    private static final String PASSWORD = "${bench.password}";

    private final List<String> lines = new ArrayList<>();

    /** Lines for a stopped server; it finds port, user and password in its system properties. */
    static List<String> lines(Path adapter, Path application) {
        var cli = new ServerCli();
        cli.add("/subsystem=transactions:write-attribute(name=node-identifier, value=bench)");
        cli.drivers();
        cli.add(BERTH + ":add(archive=berth.rar, transaction-support=XATransaction)");
        for (var candidate : Candidate.values()) {
            for (var route : Route.values()) {
                cli.pools(candidate, route);
            }
        }
        cli.add("deploy " + adapter + " --name=berth.rar --runtime-name=berth.rar");
        cli.add("deploy " + application);
        return cli.lines;
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
            switch (candidate) {
                case BERTH_XA, BERTH_LOCAL -> berth(candidate, route, database);
                case BUILTIN_XA, BUILTIN_XA_MATCH -> builtinXa(candidate, route, database);
                case BUILTIN_LOCAL -> builtinLocal(candidate, route, database);
                case AGROAL_XA -> agroal(candidate, route, database);
                case HIKARI, RAW -> {} // the application opens them
            }
        }
    }

    private void berth(Candidate candidate, Route route, String database) {
        var pool = BERTH + "/connection-definitions=" + candidate.pool(route, database);
        add(pool + ":add(class-name=dev.berth.JdbcManagedConnectionFactory, enabled=true, "
                + common(candidate, route, database) + ", validate-on-match=true, background-validation=false"
                + recovery() + ")");
        property(pool, "connectionURL", url(route, database));
        property(pool, "userName", USER);
        property(pool, "password", PASSWORD);
        if (candidate == Candidate.BERTH_LOCAL) {
            property(pool, "transactionLevel", "LocalTransaction");
        }
    }

    private void property(String pool, String name, String value) {
        add(pool + "/config-properties=" + name + ":add(value=\"" + value + "\")");
    }

    private void builtinXa(Candidate candidate, Route route, String database) {
        var source = BUILTIN + "xa-data-source=" + candidate.pool(route, database);
        add("batch");
        add(source + ":add(driver-name=postgresql, " + common(candidate, route, database) + ", "
                + builtin(candidate == Candidate.BUILTIN_XA_MATCH) + recovery() + ")");
        add(source + "/xa-datasource-properties=ServerName:add(value=127.0.0.1)");
        add(source + "/xa-datasource-properties=PortNumber:add(value=\"" + port(route) + "\")");
        add(source + "/xa-datasource-properties=DatabaseName:add(value=" + database + ")");
        add("run-batch");
    }

    private void builtinLocal(Candidate candidate, Route route, String database) {
        add(BUILTIN + "data-source=" + candidate.pool(route, database)
                + ":add(driver-name=postgresql, connection-url=\""
                + url(route, database) + "\", jta=true, " + common(candidate, route, database) + ", " + builtin(false)
                + ")");
    }

    private static String builtin(boolean validateOnMatch) {
        return "user-name=\"" + USER + "\", password=\"" + PASSWORD + "\", validate-on-match=" + validateOnMatch
                + ", background-validation=false, valid-connection-checker-class-name=" + VENDOR
                + "PostgreSQLValidConnectionChecker, exception-sorter-class-name=" + VENDOR
                + "PostgreSQLExceptionSorter";
    }

    private void agroal(Candidate candidate, Route route, String database) {
        add(AGROAL + "/xa-datasource=" + candidate.pool(route, database) + ":add(jndi-name=\""
                + candidate.jndiName(route, database) + "\", connection-factory={driver=postgresql, url=\""
                + url(route, database) + "\", username=\"" + USER + "\", password=\"" + PASSWORD
                + "\"}, connection-pool={min-size=" + Sources.SIZE + ", initial-size=" + Sources.SIZE + ", max-size="
                + Sources.SIZE + ", blocking-timeout=5000})");
    }

    private static String common(Candidate candidate, Route route, String database) {
        return "jndi-name=\"" + candidate.jndiName(route, database) + "\", min-pool-size=" + Sources.SIZE
                + ", initial-pool-size=" + Sources.SIZE + ", max-pool-size=" + Sources.SIZE
                + ", pool-prefill=true, blocking-timeout-wait-millis=5000";
    }

    private static String recovery() {
        return ", recovery-username=\"" + USER + "\", recovery-password=\"" + PASSWORD + "\"";
    }

    private static String url(Route route, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port(route) + "/" + database;
    }

    /** Resolved by the server when it starts. */
    private static String port(Route route) {
        return "${bench." + route.key() + ".port}";
    }
}
