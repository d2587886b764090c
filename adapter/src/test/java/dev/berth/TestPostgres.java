package dev.berth;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** One real PostgreSQL for all tests of this module: scram passwords, prepared transactions, ended with the JVM. */
public final class TestPostgres {

    public static final String USER = "teller";
    public static final String PASSWORD = "s3cr3t-of-the-teller";
    public static final String OTHER_USER = "auditor";
    public static final String OTHER_PASSWORD = "s3cr3t-of-the-auditor";

    /** What makes the roles, here and in other servers of the tests. */
    static final String[] ROLES = {
        "CREATE ROLE " + USER + " LOGIN PASSWORD '" + PASSWORD + "'",
        "CREATE ROLE " + OTHER_USER + " LOGIN PASSWORD '" + OTHER_PASSWORD + "'",
        "GRANT ALL ON SCHEMA public TO PUBLIC"
    };

    private static final TestPostgres ONE = new TestPostgres();

    private final int port;

    private TestPostgres() {
        try {
            var work = Files.createDirectories(Path.of("target/postgresql").toAbsolutePath());
            var hba = Files.writeString(
                    work.resolve("hba.conf"),
                    "host all postgres 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n");
            var log = Redirect.appendTo(work.resolve("server.log").toFile());
            var builder = EmbeddedPostgres.builder();
            var home = System.getProperty("berth.postgresql.home");
            if (home != null) { // another version than the embedded one: -Dberth.postgresql.home=/usr/lib/postgresql/15
                builder.setPgBinaryResolver((system, architecture) -> archive(home));
            }
            var server = builder.setOverrideWorkingDirectory(work.toFile())
                    .setPGStartupWait(java.time.Duration.ofSeconds(60))
                    .setServerConfig("max_prepared_transactions", "64")
                    .setServerConfig("max_connections", "200")
                    .setServerConfig("unix_socket_directories", "''")
                    .setServerConfig("hba_file", "'" + hba + "'")
                    .setErrorRedirector(log)
                    .setOutputRedirector(log)
                    .start();
            port = server.getPort();
            superuser(ROLES);
        } catch (IOException failure) {
            throw new IllegalStateException("PostgreSQL did not start; see target/postgresql/server.log", failure);
        }
    }

    /** The programs of an installed server, as the starter of the embedded one takes them. */
    private static InputStream archive(String home) throws IOException {
        return new ProcessBuilder("tar", "-cJf", "-", "-C", home, "bin", "lib")
                .redirectError(Redirect.INHERIT)
                .start()
                .getInputStream();
    }

    public static String url() {
        return "jdbc:postgresql://127.0.0.1:" + ONE.port + "/postgres";
    }

    public static int port() {
        return ONE.port;
    }

    /** Where this server's programs lie, for tests that need a server of their own. */
    static Path programs() {
        return Path.of(
                column("SELECT setting FROM pg_config WHERE name = 'BINDIR'").get(0));
    }

    /** A plain connection of the ordinary user, with no adapter in between. */
    public static Connection plain() throws SQLException {
        return DriverManager.getConnection(url(), USER, PASSWORD);
    }

    /** Runs statements as superuser. */
    public static void asSuperuser(String... statements) {
        ONE.superuser(statements);
    }

    private void superuser(String... statements) {
        try (var connection = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres", "");
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Ends a backend, and waits until it is gone. */
    public static void endBackend(int pid) {
        asSuperuser("SELECT pg_terminate_backend(" + pid + ", 10000)");
    }

    /** The first column of what a query of the superuser answers, as text. */
    public static List<String> column(String query) {
        try (var connection = DriverManager.getConnection(url(), "postgres", "");
                var rows = connection.createStatement().executeQuery(query)) {
            var values = new ArrayList<String>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** A factory for this server as the ordinary user. */
    public static JdbcManagedConnectionFactory factory() {
        var factory = new JdbcManagedConnectionFactory();
        factory.setConnectionURL(url());
        factory.setUserName(USER);
        factory.setPassword(PASSWORD);
        return factory;
    }
}
