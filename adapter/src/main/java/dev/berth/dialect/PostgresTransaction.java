package dev.berth.dialect;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** What is asked of an open transaction, by SQL. */
final class PostgresTransaction {

    private PostgresTransaction() {}

    /** No transaction id, and no lock but those that reading takes: advisory locks would be free before the decision. */
    static boolean wroteNothing(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var answer = statement.executeQuery("SELECT pg_catalog.pg_current_xact_id_if_assigned() IS NULL"
                        + " AND NOT EXISTS (SELECT FROM pg_catalog.pg_locks WHERE pid = pg_catalog.pg_backend_pid()"
                        + " AND locktype <> 'virtualxid' AND mode <> 'AccessShareLock')")) {
            return answer.next() && answer.getBoolean(1);
        }
    }

    /** pgjdbc sends BEGIN before a statement as a message of its own, which a cancel can hit alone. */
    static void begin(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("SELECT 1");
        }
    }

    /** statement_timeout, and transaction_timeout where there is one (17 and newer), as by SET LOCAL. */
    static void limit(Connection connection, Duration left) throws SQLException {
        var milliseconds = Long.toString(Math.max(1, left.toMillis()));
        try (var statement = connection.prepareStatement("SELECT pg_catalog.set_config(name,"
                + " CASE WHEN setting::bigint BETWEEN 1 AND ?::bigint THEN setting ELSE ? END, true)"
                + " FROM pg_catalog.pg_settings WHERE name IN ('statement_timeout', 'transaction_timeout')")) {
            statement.setString(1, milliseconds);
            statement.setString(2, milliseconds);
            statement.execute();
        }
    }
}
