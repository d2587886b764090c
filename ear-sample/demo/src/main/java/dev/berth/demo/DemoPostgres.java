package dev.berth.demo;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL of its own: a free port on loopback, scram passwords, prepared transactions, the databases
 * {@link #BANK} and {@link #LEDGER} with their tables, owned by an ordinary role. Not for data that matters: it
 * does not wait for the disk.
 */
public final class DemoPostgres implements AutoCloseable {

    public static final String BANK = "bank";
    public static final String LEDGER = "ledger";

    // held, so that its level is not lost with a collected logger: the starter is chatty about what the caller reports
    private static final Logger STARTER = Logger.getLogger("io.zonky.test");

    private final Path work;
    private final Path data;
    private final Path hba;
    private final int port;
    private final Map<String, String> config;
    private final boolean stopWithJvm;
    private final PostgresRoles roles = PostgresRoles.random();
    private @Nullable EmbeddedPostgres running;

    private DemoPostgres(Builder builder) throws IOException {
        this.work = Files.createDirectories(builder.work.toAbsolutePath());
        this.data = Files.createTempDirectory(work, "data-");
        this.hba = data.resolveSibling(data.getFileName() + ".hba.conf");
        this.port = builder.port == 0 ? Ports.free() : builder.port;
        this.config = Map.copyOf(builder.config);
        this.stopWithJvm = builder.stopWithJvm;
        STARTER.setLevel(Level.WARNING);
    }

    /** What to start; everything that it writes, the server's programs too, goes below the directory. */
    public static Builder in(Path workDirectory) {
        return new Builder(workDirectory);
    }

    /** Starts a server with the defaults of {@link #in}. */
    public static DemoPostgres start(Path workDirectory) throws IOException, SQLException {
        return in(workDirectory).start();
    }

    public int port() {
        return port;
    }

    /** The ordinary role that owns both databases. */
    public String user() {
        return PostgresRoles.USER;
    }

    public String password() {
        return roles.password();
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** The server's log; it grows over {@link #stop} and {@link #resume}. */
    public Path logFile() {
        return work.resolve("postgresql.log");
    }

    /** A plain connection as the ordinary role, with no adapter in between. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), user(), password());
    }

    /** A plain connection as superuser, to look into pg_stat_activity or to end a backend. */
    public Connection connectAsSuperuser(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), PostgresRoles.SUPERUSER, roles.superPassword());
    }

    /** Stops the server, its clients are cut off; the data stays for {@link #resume}. */
    public synchronized void stop() throws IOException {
        EmbeddedPostgres server = running;
        running = null;
        if (server != null) {
            server.close();
        }
    }

    /** Starts the stopped server again: same port, same data, same passwords. */
    public synchronized void resume() throws IOException {
        if (running == null) {
            running = launch();
        }
    }

    /** Stops the server and removes its data; the log stays. */
    @Override
    public synchronized void close() throws IOException {
        stop();
        FileTrees.delete(data);
        Files.deleteIfExists(hba);
    }

    private void create() throws IOException, SQLException {
        try {
            // the superuser has no password yet: on loopback, for the moment until it has one, it is let in without
            Files.writeString(hba, PostgresRoles.FIRST_MOMENT);
            resume();
            try (Connection connection = connectAsSuperuser(PostgresRoles.SUPERUSER)) {
                roles.create(connection);
                Files.writeString(hba, PostgresRoles.PASSWORDS_ONLY);
                roles.reload(connection);
            }
            Schema.create(BANK, jdbcUrl(BANK), user(), password());
            Schema.create(LEDGER, jdbcUrl(LEDGER), user(), password());
        } catch (IOException | SQLException | RuntimeException e) {
            closeAfter(e);
            throw e;
        }
    }

    private void closeAfter(Exception failure) {
        try {
            close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private EmbeddedPostgres launch() throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(work.toFile())
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(stopWithJvm)
                .setPort(port)
                .setPGStartupWait(Duration.ofSeconds(60)) // a loaded machine takes its time
                .setConnectConfig("password", roles.superPassword())
                .setOutputRedirector(Redirect.appendTo(logFile().toFile()))
                .setErrorRedirector(Redirect.appendTo(logFile().toFile()));
        InstalledPostgres.home().ifPresent(home -> builder.setPgBinaryResolver((system, machine) -> home.programs()));
        serverConfig().forEach(builder::setServerConfig);
        try {
            return builder.start();
        } catch (IOException | RuntimeException e) {
            Postmaster.endIfLeft(data);
            throw new IOException(
                    "PostgreSQL did not start on port " + port + " (" + e.getMessage() + "); see " + logFile(), e);
        }
    }

    private Map<String, String> serverConfig() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("max_prepared_transactions", "64");
        all.put("hba_file", hba.toString());
        all.put("log_line_prefix", "%m [%p] %d ");
        all.put("unix_socket_directories", "");
        all.putAll(config);
        // they pass through a shell on their way
        all.replaceAll((name, value) -> "'" + value.replace("'", "'\\''") + "'");
        return all;
    }

    /** What to start; nothing runs before {@link #start}. */
    public static final class Builder {

        private final Path work;
        private final Map<String, String> config = new LinkedHashMap<>();
        private int port;
        private boolean stopWithJvm = true;

        private Builder(Path work) {
            this.work = work;
        }

        /** A parameter of the server, as in postgresql.conf, unquoted; it wins over the default of this class. */
        public Builder config(String name, String value) {
            config.put(name, value);
            return this;
        }

        /** Writes every statement to the log, {@code PREPARE TRANSACTION} too. */
        public Builder logStatements() {
            return config("log_statement", "all");
        }

        /** A fixed port; 0, the default, takes a free one. */
        public Builder port(int fixed) {
            port = fixed;
            return this;
        }

        /** Whether the server ends with this JVM even when nobody closes it; the default is true. */
        public Builder stopWithJvm(boolean stops) {
            stopWithJvm = stops;
            return this;
        }

        /** Starts the server and creates roles, databases and tables; when this fails nothing is left running. */
        public DemoPostgres start() throws IOException, SQLException {
            DemoPostgres postgres = new DemoPostgres(this);
            postgres.create();
            return postgres;
        }
    }
}
