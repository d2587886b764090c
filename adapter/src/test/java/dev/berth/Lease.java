package dev.berth;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ManagedConnection;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A managed connection of the test server with a listener, as a server's pool would hold it. */
public final class Lease implements AutoCloseable {

    public final ManagedConnection managed;
    public final RecordingListener listener = new RecordingListener();

    public Lease(JdbcManagedConnectionFactory factory) throws ResourceException {
        managed = factory.createManagedConnection(null, null);
        managed.addConnectionEventListener(listener);
    }

    public static Lease open() throws ResourceException {
        return new Lease(TestPostgres.factory());
    }

    /** A new handle. */
    public Connection handle() throws ResourceException {
        return (Connection) managed.getConnection(null, null);
    }

    public static int backend(Connection connection) throws SQLException {
        return Integer.parseInt(one(connection, "SELECT pg_backend_pid()"));
    }

    /** The first value of a query's first row, as text. */
    public static String one(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    public static void run(Connection connection, String... statements) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Override
    public void close() throws ResourceException {
        managed.destroy();
    }
}
