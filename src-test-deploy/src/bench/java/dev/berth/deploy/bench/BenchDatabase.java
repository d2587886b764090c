package dev.berth.deploy.bench;

import dev.berth.demo.DemoPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The one PostgreSQL with both databases, and the wire that leads there too. */
final class BenchDatabase implements AutoCloseable {

    private static final Duration ROUND_TRIP = Duration.ofMillis(1);
    private static final Duration SILENCE = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int ASKED = 400;

    private final DemoPostgres postgres;
    private final Wire wire;

    private BenchDatabase(DemoPostgres postgres, Wire wire) {
        this.postgres = postgres;
        this.wire = wire;
    }

    static BenchDatabase start(Path directory) throws IOException, SQLException {
        var postgres = DemoPostgres.in(directory)
                .config("max_connections", "700")
                .config("max_prepared_transactions", "100")
                // it would come at somebody's cost: the tables are vacuumed between the rounds
                .config("autovacuum", "off")
                .start();
        var database = new BenchDatabase(postgres, Wire.to(postgres.port(), ROUND_TRIP));
        for (var name : List.of(Route.BANK, Route.LEDGER)) {
            database.fill(name);
        }
        return database;
    }

    private void fill(String name) throws SQLException {
        try (var connection = postgres.connect(name);
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE acct (id int PRIMARY KEY, v int NOT NULL) WITH (fillfactor = 50)");
            statement.execute("INSERT INTO acct SELECT i, 0 FROM generate_series(0, "
                    + (Sources.SIZE * Case.KEYS_PER_WORKER - 1) + ") i");
            statement.execute("CREATE TABLE many (id int PRIMARY KEY, note text NOT NULL)");
            statement.execute(
                    "INSERT INTO many SELECT i, 'note number ' || i FROM generate_series(1, " + Case.MANY + ") i");
        }
        tidy(name);
    }

    /** As new: between the rounds, while nobody measures. */
    void tidy() throws SQLException {
        for (var name : List.of(Route.BANK, Route.LEDGER)) {
            tidy(name);
        }
    }

    private void tidy(String name) throws SQLException {
        try (var connection = postgres.connect(name);
                var statement = connection.createStatement()) {
            statement.execute("VACUUM ANALYZE acct");
            statement.execute("VACUUM ANALYZE many");
        }
    }

    int port(Route route) {
        return route == Route.DIRECT ? postgres.port() : wire.port();
    }

    String user() {
        return postgres.user();
    }

    String password() {
        return postgres.password();
    }

    long roundTrips() {
        return wire.roundTrips();
    }

    /** How many sessions there are when none has come or gone for a second; at most a minute. */
    long sessionsAtRest() throws SQLException {
        long start = System.nanoTime();
        long since = start;
        long last = sessions();
        while (System.nanoTime() - since < SILENCE.toNanos()) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new IllegalStateException("sessions go on coming and going");
            }
            LockSupport.parkNanos(LOOK.toNanos());
            long now = sessions();
            since = now == last ? since : System.nanoTime();
            last = now;
        }
        return last;
    }

    /** In the first database; who asks does so in the other. */
    private long sessions() throws SQLException {
        try (var connection = postgres.connect(Route.LEDGER);
                var statement = connection.createStatement();
                var count = statement.executeQuery(
                        "SELECT count(*) FROM pg_stat_activity WHERE usename = current_user AND datname = '"
                                + Route.BANK + "'")) {
            count.next();
            return count.getLong(1);
        }
    }

    /** Until nobody has spoken on the wire for a second; at most a minute. */
    void awaitSilence() {
        long start = System.nanoTime();
        long since = start;
        long last = wire.roundTrips();
        while (System.nanoTime() - since < SILENCE.toNanos()) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new IllegalStateException("somebody goes on speaking to the database");
            }
            LockSupport.parkNanos(LOOK.toNanos());
            long now = wire.roundTrips();
            since = now == last ? since : System.nanoTime();
            last = now;
        }
    }

    /** The median of a SELECT 1 by that way, in microseconds. */
    double pingMicros(Route route) throws SQLException {
        var url = "jdbc:postgresql://127.0.0.1:" + port(route) + "/" + Route.BANK;
        var micros = new double[ASKED];
        try (Connection connection = DriverManager.getConnection(url, user(), password());
                var statement = connection.prepareStatement("SELECT 1")) {
            for (int i = 0; i < ASKED; i++) {
                long start = System.nanoTime();
                statement.executeQuery().close();
                micros[i] = (System.nanoTime() - start) / 1e3;
            }
        }
        Arrays.sort(micros);
        return micros[ASKED / 2];
    }

    /** The parent of each backend. */
    ProcessHandle postmaster() throws SQLException {
        try (var connection = postgres.connect(Route.BANK);
                var statement = connection.createStatement();
                var backend = statement.executeQuery("SELECT pg_backend_pid()")) {
            backend.next();
            return ProcessHandle.of(backend.getLong(1))
                    .flatMap(ProcessHandle::parent)
                    .orElseThrow();
        }
    }

    String version() throws SQLException {
        try (var connection = postgres.connect(Route.BANK)) {
            return connection.getMetaData().getDatabaseProductVersion();
        }
    }

    @Override
    public void close() throws IOException {
        try (postgres) {
            wire.close();
        }
    }
}
