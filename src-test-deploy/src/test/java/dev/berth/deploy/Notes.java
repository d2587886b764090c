package dev.berth.deploy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;

/** What the test applications do with a connection of the adapter: write a note, ask for the session's number. */
final class Notes {

    private Notes() {}

    /** A note that no other test writes. */
    static String fresh() {
        return UUID.randomUUID().toString();
    }

    /** Borrows, writes, returns. */
    static void write(DataSource source, String note) throws SQLException {
        try (var connection = source.getConnection()) {
            write(connection, note);
        }
    }

    static void write(Connection connection, String note) throws SQLException {
        try (var insert = connection.prepareStatement("insert into notes values (?)")) {
            insert.setString(1, note);
            insert.executeUpdate();
        }
    }

    /** Borrows, asks, returns. */
    static int backend(DataSource source) throws SQLException {
        try (var connection = source.getConnection()) {
            return backend(connection);
        }
    }

    static int backend(Connection connection) throws SQLException {
        return Integer.parseInt(value(connection, "select pg_backend_pid()"));
    }

    static String value(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
