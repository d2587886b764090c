package dev.berth.dialect;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.BaseStatement;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.TransactionState;
import org.postgresql.util.PSQLException;

/** The one door to pgjdbc's own classes; loaded only where the database is PostgreSQL. */
final class PostgresDriver {

    private PostgresDriver() {}

    /** Whether no transaction is open, as the server told with its last answer: no round trip. */
    static boolean outsideTransaction(Connection connection) {
        return ((BaseConnection) connection).getTransactionState() == TransactionState.IDLE;
    }

    /** Whether one is open that can only be rolled back, likewise. */
    static boolean transactionFailed(Connection connection) {
        return ((BaseConnection) connection).getTransactionState() == TransactionState.FAILED;
    }

    /** The severity that the server gave; empty when the driver itself raised the failure. */
    static Optional<String> severity(SQLException failure) {
        return failure instanceof PSQLException sql && sql.getServerErrorMessage() != null
                ? Optional.ofNullable(sql.getServerErrorMessage().getSeverity())
                : Optional.empty();
    }

    static Set<String> propertyNames() {
        var names = new TreeSet<String>();
        for (var property : PGProperty.values()) {
            names.add(property.getName());
        }
        return names;
    }

    static Connection physical(Connection logical) {
        try {
            return logical.unwrap(BaseConnection.class);
        } catch (SQLException notOurs) {
            throw new IllegalStateException("The driver gave a connection that is not pgjdbc's: " + logical, notOurs);
        }
    }

    /**
     * Sends a cancel request and waits until the server has closed the connection that carried it: by then it has
     * signalled the backend, and a backend between two statements ignores the signal. So it can hit nothing later.
     */
    static void cancel(Connection connection) throws SQLException {
        ((BaseConnection) connection).cancelQuery();
    }

    static XAResource branch(Connection physical) {
        return new PostgresBranch((BaseConnection) physical);
    }

    /** Runs statements in one flight, whatever they answer, and opens no transaction for them. */
    static void run(Connection connection, String sql) throws SQLException {
        try (var statement = (BaseStatement) connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.executeWithFlags(
                    sql,
                    QueryExecutor.QUERY_SUPPRESS_BEGIN
                            | QueryExecutor.QUERY_ONESHOT
                            | QueryExecutor.QUERY_NO_METADATA
                            | QueryExecutor.QUERY_NO_RESULTS);
        }
    }

    /** The answer of a query with one boolean; opens no transaction for it. */
    static boolean yes(Connection connection, String query) throws SQLException {
        try (var statement = (BaseStatement) connection.createStatement()) {
            statement.executeWithFlags(query, QueryExecutor.QUERY_SUPPRESS_BEGIN | QueryExecutor.QUERY_ONESHOT);
            try (var answer = statement.getResultSet()) {
                return answer != null && answer.next() && answer.getBoolean(1);
            }
        }
    }

    /** As the server reported it last: no round trip. */
    static @Nullable String applicationName(Connection connection) {
        return ((BaseConnection) connection).getParameterStatus("application_name");
    }

    /** Throws away what has come for channels that nobody listens to any more; does not wait for any. */
    static void forgetNotifications(Connection connection) throws SQLException {
        ((BaseConnection) connection).getNotifications();
    }
}
