package dev.berth.jta;

import dev.berth.Lease;
import dev.berth.PoolBuilder;
import dev.berth.PooledDataSource;
import dev.berth.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** One of several databases of the test server, with money in it. */
record Bank(String database) {

    /** Anew, with so many accounts of 100. */
    static Bank create(String database, int accounts) throws SQLException {
        TestPostgres.asSuperuser(
                "DROP DATABASE IF EXISTS " + database + " WITH (FORCE)",
                "CREATE DATABASE " + database + " OWNER " + TestPostgres.USER);
        var bank = new Bank(database);
        try (var connection = bank.plain()) {
            Lease.run(
                    connection,
                    "CREATE TABLE account (id int PRIMARY KEY, balance bigint NOT NULL)",
                    "INSERT INTO account SELECT id, 100 FROM generate_series(1, " + accounts + ") id",
                    "CREATE TABLE entry (id bigint PRIMARY KEY, amount bigint NOT NULL)",
                    "GRANT ALL ON account, entry TO PUBLIC");
        }
        return bank;
    }

    String url() {
        return url(TestPostgres.port());
    }

    String url(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** Past the adapter, as the ordinary user. */
    Connection plain() throws SQLException {
        return DriverManager.getConnection(url(), TestPostgres.USER, TestPostgres.PASSWORD);
    }

    /** A pool of this database with the transaction manager. */
    PoolBuilder pool() {
        return pool(TestPostgres.port());
    }

    PoolBuilder pool(int port) {
        return PooledDataSource.builder()
                .url(url(port))
                .user(TestPostgres.USER)
                .password(TestPostgres.PASSWORD)
                .property("poolName", database)
                .maximumPoolSize(4)
                .minimumIdle(0)
                .connectionTimeout(Duration.ofSeconds(20))
                .transactionManager(Narayana.manager())
                .transactionSynchronizationRegistry(Narayana.registry());
    }

    String ask(String query) throws SQLException {
        try (var connection = plain()) {
            return Lease.one(connection, query);
        }
    }

    long balance(int account) throws SQLException {
        return Long.parseLong(ask("SELECT balance FROM account WHERE id = " + account));
    }

    List<String> inDoubt() {
        return TestPostgres.column("SELECT gid FROM pg_prepared_xacts WHERE database = '" + database + "'");
    }

    /** Sessions of this pool by the server's own count. */
    long sessions() {
        return TestPostgres.column("SELECT pid FROM pg_stat_activity WHERE application_name = '" + database + "'")
                .size();
    }

    void drop() {
        inDoubt().forEach(gid -> finish(gid));
        TestPostgres.asSuperuser("DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
    }

    private void finish(String gid) {
        try (var connection = DriverManager.getConnection(url(), "postgres", "")) {
            Lease.run(connection, "ROLLBACK PREPARED '" + gid + "'");
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Adds so much to an account, over the pool. */
    static void add(PooledDataSource source, int account, long amount) throws SQLException {
        try (var connection = source.getConnection()) {
            Lease.run(connection, "UPDATE account SET balance = balance + " + amount + " WHERE id = " + account);
        }
    }
}
