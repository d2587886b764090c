package dev.berth;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One of two PostgreSQL servers, with the programs of {@link TestPostgres}, a data directory and a port of its own. */
final class OwnPostgres {

    private static final List<String> SETTINGS = List.of(
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "fsync=off",
            "wal_level=replica",
            "hot_standby=on",
            "max_wal_senders=10", // not fewer than the data directory was made with
            "max_prepared_transactions=64",
            "wal_keep_size=256MB", // a standby that was away for a while finds what it missed
            "wal_retrieve_retry_interval=100ms", // and does not wait 5 s to ask for it
            "log_line_prefix=%m [%p] %a ");

    private final Path data;
    private final Path log;
    private final int port;
    private @Nullable OwnProcess process;

    /** On a data directory that is there, or will be when it starts. */
    OwnPostgres(Path data) throws IOException {
        this.data = data;
        this.log = Path.of("target/replicated", data.getFileName() + ".log").toAbsolutePath(); // outlives the data
        this.port = freePort();
    }

    /** Makes the data directory; the roles of {@link TestPostgres} are for whoever starts it. */
    void create() throws IOException, InterruptedException {
        OwnProcess.run(
                log,
                List.of(program("initdb"), "-A", "trust", "-U", "postgres", "-E", "UTF8", "-N", "-D", data.toString()));
        Files.writeString(data.resolve("pg_hba.conf"), """
                host replication postgres 127.0.0.1/32 trust
                host all postgres 127.0.0.1/32 trust
                host all all 127.0.0.1/32 scram-sha-256
                """);
    }

    /** Copies the data of this one, which does not run, to where the other one will run. */
    void copyTo(OwnPostgres other) throws IOException, InterruptedException {
        OwnProcess.run(log, List.of("cp", "-a", data.toString(), other.data.toString()));
    }

    /** Starts it on what it has, as a primary unless it was a standby when it ended. */
    void start() throws Exception {
        launch(List.of());
    }

    /** Starts it as a standby of the other. */
    void startFollowing(OwnPostgres primary) throws Exception {
        Files.writeString(data.resolve("standby.signal"), "");
        launch(List.of("primary_conninfo=host=127.0.0.1 port=" + primary.port + " user=postgres application_name="
                + data.getFileName()));
    }

    private void launch(List<String> more) throws Exception {
        var command =
                new ArrayList<>(List.of(program("postgres"), "-D", data.toString(), "-p", Integer.toString(port)));
        for (var settings : List.of(SETTINGS, more)) {
            settings.forEach(setting -> command.addAll(List.of("-c", setting)));
        }
        process = OwnProcess.start(log, command);
        Until.equal("ready", this::state);
    }

    private String state() throws IOException {
        if (!process().isAlive()) {
            throw new IOException("PostgreSQL ended at its start; see " + log);
        }
        try (var connection = superuser()) {
            var found = Lease.one(connection, "SHOW data_directory");
            return data.toString().equals(found) ? "ready" : "another server, with " + found + ", has the port " + port;
        } catch (SQLException notYet) {
            return notYet.getMessage() + "; see " + log;
        }
    }

    /** Ends the sessions of all, writes a checkpoint and sends it to the standby; or, immediately, nothing of that. */
    void stop(boolean immediately) throws IOException, InterruptedException {
        process().end(immediately ? "QUIT" : "INT");
    }

    /** Without a word to anybody. */
    void kill() throws Exception {
        process().kill();
    }

    boolean isRunning() {
        return process != null && process.isAlive();
    }

    int port() {
        return port;
    }

    /** By another name than tests use: the driver remembers of each name and port what it found there, for 10 s. */
    Connection superuser() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://localhost:" + port + "/postgres?connectTimeout=5", "postgres", "");
    }

    private OwnProcess process() {
        return Objects.requireNonNull(process, "not started yet");
    }

    private static String program(String name) {
        return TestPostgres.programs().resolve(name).toString();
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
