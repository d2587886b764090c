package dev.berth.deploy.torture;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.postgresql.Driver;

/** What is tortured, as an administrator sets it up: the same transactions and pools over one or the other. */
enum Target {

    /** This build's berth.rar. */
    BERTH {
        @Override
        void resources(List<String> lines, Validation validation) {
            lines.add("deploy " + Path.of(System.getProperty("berth.it.archives"), "berth.rar"));
            lines.add(BERTH_ADDRESS + ":add(archive=berth.rar, transaction-support=XATransaction)");
            for (var name : DATABASES) {
                var pool = BERTH_ADDRESS + "/connection-definitions=" + name;
                lines.add(pool + ":add(class-name=dev.berth.JdbcManagedConnectionFactory, " + common(name, validation)
                        + ", enabled=true)");
                lines.add(pool + "/config-properties=connectionURL:add(value=\"jdbc:postgresql://127.0.0.1:"
                        + property(name, "port") + "/" + name + "\")");
                lines.add(pool + "/config-properties=userName:add(value=\"" + property(name, "user") + "\")");
                lines.add(pool + "/config-properties=password:add(value=\"" + property(name, "password") + "\")");
                for (var setting : SETTINGS) {
                    var pair = setting.split("=", 2);
                    lines.add(pool + "/config-properties=" + pair[0] + ":add(value=" + pair[1] + ")");
                }
            }
        }
    },

    /** WildFly's xa-data-source over pgjdbc's PGXADataSource, with the checker and the sorter that WildFly has. */
    BUILTIN {
        @Override
        void resources(List<String> lines, Validation validation) {
            lines.add("deploy " + driver() + " --name=postgresql.jar");
            for (var name : DATABASES) {
                var source = "/subsystem=datasources/xa-data-source=" + name;
                lines.add("batch");
                lines.add(source
                        + ":add(driver-name=postgresql.jar, xa-datasource-class=org.postgresql.xa.PGXADataSource, "
                        + common(name, validation) + ", user-name=\"" + property(name, "user") + "\", password=\""
                        + property(name, "password") + "\", valid-connection-checker-class-name=" + VENDOR
                        + "PostgreSQLValidConnectionChecker, exception-sorter-class-name=" + VENDOR
                        + "PostgreSQLExceptionSorter)");
                lines.add(source + "/xa-datasource-properties=ServerName:add(value=127.0.0.1)");
                lines.add(
                        source + "/xa-datasource-properties=PortNumber:add(value=\"" + property(name, "port") + "\")");
                lines.add(source + "/xa-datasource-properties=DatabaseName:add(value=" + name + ")");
                lines.add("run-batch");
            }
        }
    };

    private static final List<String> DATABASES = List.of("bank", "ledger");
    private static final String BERTH_ADDRESS = "/subsystem=resource-adapters/resource-adapter=berth";
    private static final String VENDOR = "org.jboss.jca.adapters.jdbc.extensions.postgres.";

    /** What differs from Berth's defaults, as name=value,name=value. */
    private static final List<String> SETTINGS = System.getProperty("torture.settings", "")
            .lines()
            .flatMap(text -> Stream.of(text.split(",", -1)))
            .filter(text -> !text.isBlank())
            .toList();

    /** Whether a branch that only read is over at its vote. */
    static boolean readersVote() {
        return SETTINGS.contains("readOnlyVote=true");
    }

    abstract void resources(List<String> lines, Validation validation);

    /** The CLI lines that make a stopped WildFly the one to torture. */
    List<String> cli(Path war, Validation validation) {
        var lines = new ArrayList<String>();
        lines.add("/subsystem=transactions:write-attribute(name=node-identifier, value=torture)");
        lines.add("/subsystem=transactions:write-attribute(name=default-timeout, value=" + Order.TRANSACTION_SECONDS
                + ")");
        resources(lines, validation);
        lines.add("deploy " + war);
        return lines;
    }

    private static String common(String name, Validation validation) {
        return "jndi-name=\"java:/jdbc/" + name + "\", min-pool-size=2, max-pool-size=20,"
                + " blocking-timeout-wait-millis=3000, " + validation.attributes() + ", recovery-username=\""
                + property(name, "user") + "\", recovery-password=\"" + property(name, "password") + "\"";
    }

    /** Resolved by the server when it starts. */
    private static String property(String database, String what) {
        return "${torture." + database + "." + what + "}";
    }

    private static Path driver() {
        try {
            return Path.of(Driver.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
