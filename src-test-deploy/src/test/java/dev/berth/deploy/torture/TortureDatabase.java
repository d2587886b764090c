package dev.berth.deploy.torture;

import dev.berth.demo.DemoPostgres;
import dev.berth.deploy.torture.Order.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One of the two: a PostgreSQL of its own that waits for the disk, the accounts in it, and a relay on the way to it.
 * Looks at it past the relay, as superuser.
 */
final class TortureDatabase implements AutoCloseable {

    static final int ACCOUNTS = 50;
    static final int FIRST_BALANCE = 1000;

    private static final Logger STARTER = Logger.getLogger("io.zonky.test");

    private final Side side;
    private final DemoPostgres postgres;
    private final WireRelay relay;

    private TortureDatabase(Side side, DemoPostgres postgres, WireRelay relay) {
        this.side = side;
        this.postgres = postgres;
        this.relay = relay;
    }

    static TortureDatabase start(Side side, Path work) throws IOException, SQLException {
        var postgres = DemoPostgres.in(work.resolve("postgresql-" + side.database()))
                .config("fsync", "on")
                .config("synchronous_commit", "on")
                .config("full_page_writes", "on")
                .config("log_min_error_statement", "error")
                .start();
        var database = new TortureDatabase(side, postgres, WireRelay.to(postgres.port()));
        try {
            database.prepare();
            return database;
        } catch (IOException | SQLException | RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private void prepare() throws SQLException, IOException {
        var durable = value("select string_agg(setting, ' ') from pg_settings where name in"
                + " ('fsync', 'synchronous_commit', 'full_page_writes')");
        if (!durable.equals("on on on")) {
            throw new IOException("expected a PostgreSQL with fsync, synchronous_commit and full_page_writes on, its"
                    + " settings are: " + durable);
        }
        try (var connection = postgres.connect(side.database());
                var statement = connection.createStatement()) {
            statement.execute("create table account (id int primary key, balance bigint not null)");
            statement.execute("create table entry (id bigint, account int not null, amount bigint not null,"
                    + " primary key (id, account))");
            statement.execute("insert into account select id, " + FIRST_BALANCE + " from generate_series(1, " + ACCOUNTS
                    + ") id");
        }
    }

    Side side() {
        return side;
    }

    WireRelay relay() {
        return relay;
    }

    /** What a server connects to: the relay. */
    int port() {
        return relay.port();
    }

    String user() {
        return postgres.user();
    }

    String password() {
        return postgres.password();
    }

    Connection look() throws SQLException {
        return postgres.connectAsSuperuser(side.database());
    }

    String value(String sql) throws SQLException {
        return values(sql).get(0);
    }

    /** The first column of all rows, as text. */
    List<String> values(String sql) throws SQLException {
        var all = new ArrayList<String>();
        try (var connection = look();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                all.add(String.valueOf(rows.getString(1)));
            }
        }
        return all;
    }

    List<String> inDoubt() throws SQLException {
        return values("select gid || ' since ' || prepared from pg_prepared_xacts where database = '" + side.database()
                + "'");
    }

    /** Locks on its tables and of its transactions that belong to no session that works: all but those of this look. */
    long locksOfTheDead() throws SQLException {
        return Long.parseLong(value("select count(*) from pg_locks l left join pg_stat_activity a using (pid)"
                + " where l.pid is distinct from pg_backend_pid() and (a.pid is null or a.state like 'idle in%')"));
    }

    /** Stops it, cutting off all its clients, and starts it again on the same data. */
    void restart() throws IOException {
        postgres.stop();
        postgres.resume();
    }

    /** Ends it at once, without a checkpoint and without a word to its clients, and starts it again. */
    void crash() throws IOException, SQLException {
        var pid = Files.readAllLines(Path.of(value("show data_directory"), "postmaster.pid"))
                .get(0)
                .strip();
        var kill = new ProcessBuilder("kill", "-QUIT", pid).inheritIO().start();
        var postmaster = ProcessHandle.of(Long.parseLong(pid));
        try {
            if (kill.waitFor() != 0) {
                throw new IOException("expected to signal the postmaster " + pid);
            }
            postmaster.ifPresent(
                    process -> process.onExit().orTimeout(20, TimeUnit.SECONDS).join());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        STARTER.setLevel(Level.OFF); // it would complain at length that what it stops has ended already
        try {
            restart();
        } finally {
            STARTER.setLevel(Level.WARNING);
        }
    }

    /** Starts it if it is stopped. */
    void heal() throws IOException {
        postgres.resume();
    }

    @Override
    public void close() throws IOException {
        try (postgres) {
            relay.close();
        }
    }
}
