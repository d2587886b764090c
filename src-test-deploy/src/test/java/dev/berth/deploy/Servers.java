package dev.berth.deploy;

import dev.berth.demo.DemoPostgres;
import dev.berth.demo.WildFly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Two PostgreSQL servers, one for each database, started before Arquillian starts its WildFly and stopped after it;
 * and the WildFly's configuration, made by the sample's own CLI file. All they write lies below target/.
 */
public final class Servers implements LauncherSessionListener {

    private static DemoPostgres bank;
    private static DemoPostgres ledger;

    /** The server with the database {@code bank}; tests in this JVM may stop and resume it. */
    static DemoPostgres bank() {
        return bank;
    }

    /** The server with the database {@code ledger}; tests in this JVM may stop and resume it. */
    static DemoPostgres ledger() {
        return ledger;
    }

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        // only where the build says so: the same class path may be used to run something else
        if (System.getProperty("berth.it.wildfly") != null && bank == null) {
            try {
                open();
            } catch (IOException | SQLException e) {
                close();
                throw new IllegalStateException("the servers for the tests did not start", e);
            }
        }
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        close();
    }

    private static void open() throws IOException, SQLException {
        Path work = Path.of(System.getProperty("berth.it.work"));
        bank = start(work, Database.BANK);
        ledger = start(work, Database.LEDGER);
        Properties settings = new Properties();
        settings.putAll(prepare(Database.BANK, bank));
        settings.putAll(prepare(Database.LEDGER, ledger));
        System.getProperties().putAll(settings);
        prepareWildFly(work, settings);
    }

    private static DemoPostgres start(Path work, String name) throws IOException, SQLException {
        return DemoPostgres.in(work.resolve("postgresql-" + name))
                .logStatements()
                .start();
    }

    /** Creates what the tests need, and says which system properties lead there, here and in the WildFly. */
    private static Map<String, String> prepare(String name, DemoPostgres server) throws SQLException {
        var secret = UUID.randomUUID().toString();
        try (var connection = server.connectAsSuperuser(name);
                var statement = connection.createStatement()) {
            statement.execute("set log_statement = 'none'");
            statement.execute("create role " + Database.KEEPER + " superuser login password '" + secret + "'");
            statement.execute("create role " + Database.TELLER + " login password '" + secret + "'");
            for (int i = 1; i <= Database.CLERKS; i++) {
                statement.execute("create role clerk" + i + " login password '" + secret + "'");
            }
            statement.execute("create table notes (note text primary key)");
            statement.execute("alter table notes owner to " + server.user());
            statement.execute("grant all on notes to " + Database.TELLER);
        }
        return Map.of(
                "berth." + name + ".url", server.jdbcUrl(name),
                "berth." + name + ".user", server.user(),
                "berth." + name + ".password", server.password(),
                "berth.it." + name + ".secret", secret,
                "berth.it." + name + ".log", server.logFile().toString());
    }

    private static void prepareWildFly(Path work, Properties settings) throws IOException {
        Path home = Path.of(System.getProperty("berth.it.wildfly"));
        Path base = work.resolve("server");
        try (WildFly server = WildFly.of(home, base).build()) {
            server.configure(
                    Path.of(System.getProperty("berth.it.root"), "ear-sample/ear/src/main/wildfly/berth-bank.cli"));
            settings.put("jboss.bind.address", "127.0.0.1");
            settings.put("jboss.bind.address.management", "127.0.0.1");
            settings.put("jboss.http.port", String.valueOf(server.httpPort()));
            settings.put("jboss.https.port", "0");
            settings.put("jboss.management.http.port", String.valueOf(server.managementPort()));
            settings.put("berth.node", "berth-it");
            System.setProperty("berth.it.management.port", String.valueOf(server.managementPort()));
            System.setProperty("berth.it.http.port", String.valueOf(server.httpPort()));
        }
        Path file = base.resolve("configuration/berth-it.properties");
        try (var out = Files.newOutputStream(file)) {
            settings.store(out, null);
        }
        System.setProperty("berth.it.server.arguments", "--properties=" + file);
        // soft references go with every full collection, and the driver's cleaner thread rests for a second only: so
        // that what stays after an undeployment is a leak and not a cache
        System.setProperty(
                "berth.it.server.options",
                "-Xmx512m -XX:SoftRefLRUPolicyMSPerMB=0 -Dpgjdbc.config.cleanup.thread.ttl=1000"
                        + " -Djboss.server.base.dir=" + base);
    }

    private static void close() {
        try (DemoPostgres first = bank;
                DemoPostgres second = ledger) {
            bank = null;
            ledger = null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
