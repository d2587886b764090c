package dev.berth;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** A PgBouncer of a test's own on loopback, by default in front of {@link TestPostgres}, with its roles and passwords. */
public final class PgBouncer implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/sbin/pgbouncer");

    private final int port;
    private final Path work;
    private final OwnProcess process;

    private PgBouncer(int target, Map<String, String> settings) throws Exception {
        port = OwnPostgres.freePort();
        var all = Files.createDirectories(Path.of("target/pgbouncer").toAbsolutePath());
        work = Files.createTempDirectory(all, "run-");
        Files.writeString(work.resolve("users"), users());
        var ini = Files.writeString(work.resolve("pgbouncer.ini"), ini(target, settings));
        process = OwnProcess.start(all.resolve("pgbouncer.log"), List.of(PROGRAM.toString(), ini.toString()));
    }

    /** In front of the test server; the mode is transaction, session or statement. */
    public static PgBouncer start(String poolMode) throws Exception {
        return start(TestPostgres.port(), Map.of("pool_mode", poolMode));
    }

    /**
     * In front of the server at this port, with these settings of pgbouncer.ini over what {@link #ini} has. Skips the test
     * where there is no PgBouncer, and fails it in CI.
     */
    public static PgBouncer start(int target, Map<String, String> settings) throws Exception {
        if (!Files.isExecutable(PROGRAM)) {
            var reason = "pgbouncer is not installed: apt-get install pgbouncer";
            if ("true".equals(System.getenv("CI"))) {
                Assertions.fail("in CI the pooler is tested: " + reason);
            }
            Assumptions.abort(reason);
        }
        var bouncer = new PgBouncer(target, settings);
        try {
            Until.equal("ready", bouncer::state);
            return bouncer;
        } catch (Exception | AssertionError failure) {
            bouncer.close();
            throw failure;
        }
    }

    private String ini(int target, Map<String, String> settings) throws IOException {
        var all = new LinkedHashMap<String, String>();
        all.put("listen_addr", "127.0.0.1");
        all.put("listen_port", Integer.toString(port));
        all.put("unix_socket_dir", "");
        all.put("auth_type", "scram-sha-256");
        all.put("auth_file", work.resolve("users").toString());
        all.put("admin_users", TestPostgres.USER);
        all.put("ignore_startup_parameters", "extra_float_digits"); // of older pgjdbc, and else refused
        all.put("max_client_conn", "100");
        all.put("default_pool_size", "2");
        if (tracksStatements()) {
            all.put("max_prepared_statements", "0"); // newer ones would by default, and none of the older can
        }
        all.putAll(settings);
        return all.entrySet().stream()
                .map(setting -> setting.getKey() + " = " + setting.getValue())
                .collect(Collectors.joining(
                        "\n", "[databases]\n* = host=127.0.0.1 port=" + target + "\n[pgbouncer]\n", "\n"));
    }

    private static String users() {
        return "\"%s\" \"%s\"\n\"%s\" \"%s\"\n"
                .formatted(
                        TestPostgres.USER, TestPostgres.PASSWORD,
                        TestPostgres.OTHER_USER, TestPostgres.OTHER_PASSWORD);
    }

    /** Whether it knows the prepared statements of its clients in transaction mode, if it is told to: since 1.21. */
    public static boolean tracksStatements() throws IOException {
        var asked = new ProcessBuilder(PROGRAM.toString(), "--version").start();
        try (var said = asked.inputReader()) {
            var version = said.readLine().split("[ .]", -1); // PgBouncer 1.18.0
            return Integer.parseInt(version[1]) > 1 || Integer.parseInt(version[2]) >= 21;
        }
    }

    private String state() throws IOException {
        if (!process.isAlive()) {
            throw new IOException("PgBouncer ended at its start; see " + process.log());
        }
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return "ready";
        } catch (ConnectException notYet) {
            return notYet.getMessage() + "; see " + process.log();
        }
    }

    public int port() {
        return port;
    }

    /** The database postgres behind it, without parameters. */
    public String url() {
        return ReplicatedPostgres.urlOf(port);
    }

    /** A plain connection of the ordinary user, with these parameters of the driver: none, or as ?prepareThreshold=0. */
    public Connection plain(String parameters) throws SQLException {
        return DriverManager.getConnection(url() + parameters, TestPostgres.USER, TestPostgres.PASSWORD);
    }

    /**
     * What its console answers, as SHOW SERVERS, in this column; for PAUSE and the like none. The console takes no SET:
     * pgjdbc sends none where it believes that it replicates.
     */
    public List<String> column(String command, int column) throws SQLException {
        var console = "jdbc:postgresql://127.0.0.1:" + port
                + "/pgbouncer?preferQueryMode=simple&replication=false&connectTimeout=5";
        try (var connection = DriverManager.getConnection(console, TestPostgres.USER, TestPostgres.PASSWORD);
                var statement = connection.createStatement()) {
            var values = new ArrayList<String>();
            if (statement.execute(command)) {
                var rows = statement.getResultSet();
                while (rows.next()) {
                    values.add(rows.getString(column));
                }
            }
            return values;
        }
    }

    /** Ends it at once, with its sessions on both sides. */
    @Override
    public void close() throws IOException, InterruptedException {
        process.end("TERM");
        for (var file : List.of("users", "pgbouncer.ini")) {
            Files.deleteIfExists(work.resolve(file));
        }
        Files.deleteIfExists(work);
    }
}
