package dev.berth.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.Lease;
import dev.berth.PooledDataSource;
import dev.berth.TestPostgres;
import dev.berth.Until;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A pool over a schema of its own; closing it checks that its client gave everything back, and left nothing behind. */
final class ClientPool implements AutoCloseable {

    private final String schema;
    private final PooledDataSource source;

    ClientPool(String client) throws SQLException {
        schema = schema(client);
        source = PooledDataSource.builder()
                .url(TestPostgres.url())
                .user(TestPostgres.USER)
                .password(TestPostgres.PASSWORD)
                .maximumPoolSize(4)
                .property("poolName", schema)
                .property("schema", schema)
                .build();
    }

    /** An empty one, the ordinary user's. */
    static String schema(String client) {
        var schema = "clients_" + client;
        TestPostgres.asSuperuser(
                "DROP SCHEMA IF EXISTS " + schema + " CASCADE",
                "CREATE SCHEMA " + schema + " AUTHORIZATION " + TestPostgres.USER);
        return schema;
    }

    PooledDataSource source() {
        return source;
    }

    void run(String... statements) throws SQLException {
        try (var connection = source.getConnection()) {
            Lease.run(connection, statements);
        }
    }

    String one(String query) throws SQLException {
        return source.withConnection(connection -> Lease.one(connection, query));
    }

    @Override
    public void close() throws Exception {
        try {
            requireClean(source, schema);
        } finally {
            source.close();
        }
        Until.equal(
                List.of(),
                () -> TestPostgres.column(
                        "SELECT pid FROM pg_stat_activity WHERE application_name = '" + schema + "'"));
        TestPostgres.asSuperuser("DROP SCHEMA " + schema + " CASCADE");
    }

    /** Nothing is lent, and each session is as if it were new. */
    static void requireClean(PooledDataSource source, String schema) throws Exception {
        Until.equal(0, () -> source.snapshot().lent());
        assertEquals(0, source.snapshot().waiting());
        assertEquals(0, source.snapshot().failed());
        // The pool may still be opening those it keeps idle.
        Until.equal(
                List.of(),
                () -> TestPostgres.column("SELECT state FROM pg_stat_activity WHERE application_name = '" + schema
                        + "' AND state <> 'idle'"));
        int size = source.snapshot().size();
        assertTrue(size > 0, "it was never used");
        var all = new ArrayList<Connection>();
        try {
            for (int i = 0; i < size; i++) {
                all.add(source.getConnection());
                requireNew(all.get(i), schema);
            }
        } finally {
            for (var connection : all) {
                connection.close();
            }
        }
    }

    private static void requireNew(Connection connection, String schema) throws SQLException {
        assertTrue(connection.getAutoCommit());
        assertEquals(Connection.TRANSACTION_READ_COMMITTED, connection.getTransactionIsolation());
        assertEquals(schema, Lease.one(connection, "SHOW search_path"));
        assertEquals(TestPostgres.USER, Lease.one(connection, "SELECT current_user"));
        assertEquals(
                "0",
                Lease.one(
                        connection,
                        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"));
        assertEquals(
                "0",
                Lease.one(
                        connection,
                        "SELECT count(*) FROM pg_class WHERE relpersistence = 't' AND relnamespace = pg_my_temp_schema()"));
    }
}
