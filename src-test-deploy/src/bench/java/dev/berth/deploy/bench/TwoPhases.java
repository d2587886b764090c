package dev.berth.deploy.bench;

import java.sql.Connection;
import java.sql.SQLException;

/** PostgreSQL's statements for a transaction in two phases, on a connection whose auto-commit is off. */
final class TwoPhases {

    private TwoPhases() {}

    static void prepare(Connection connection, String name) throws SQLException {
        execute(connection, "PREPARE TRANSACTION '" + name + "'");
    }

    /** Not in a transaction, where PostgreSQL refuses it: PREPARE has ended the one before. */
    static void commitPrepared(Connection connection, String name) throws SQLException {
        connection.setAutoCommit(true);
        execute(connection, "COMMIT PREPARED '" + name + "'");
        connection.setAutoCommit(false);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
