package dev.berth;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.RetryableException;
import jakarta.resource.spi.SecurityException;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;

/** What a connection manager answers in failure, as an application of JDBC knows it. */
final class SqlFailures {

    /** sqlclient_unable_to_establish_sqlconnection: what is said where nobody says better. */
    private static final String CANNOT_CONNECT = "08001";

    private static final int DEEPEST = 10;

    private SqlFailures() {}

    /** The first failure down the causes that has an SQLState decides; its state is kept, and all of it is the cause. */
    static SQLException of(ResourceException failure) {
        var state = state(failure);
        var text = text(failure);
        if (find(failure, SecurityException.class) != null || state != null && state.startsWith("28")) {
            return new SQLInvalidAuthorizationSpecException(text, state == null ? "28000" : state, failure);
        }
        if (state != null && state.startsWith("40")) { // transaction rollback
            return new SQLTransactionRollbackException(text, state, failure);
        }
        if (state != null && state.startsWith("25")) { // invalid transaction state: no fault of the connection's
            return new SQLException(text, state, failure);
        }
        if (state == null || transientState(state) || find(failure, RetryableException.class) != null) {
            return new SQLTransientConnectionException(text, state == null ? CANNOT_CONNECT : state, failure);
        }
        return new SQLNonTransientConnectionException(text, state, failure);
    }

    /** Connection exceptions (but for what is closed), exhausted resources, operator intervention: it may be over soon. */
    private static boolean transientState(String state) {
        return state.startsWith("08") && !state.equals("08003") || state.startsWith("53") || state.startsWith("57P");
    }

    private static @Nullable String state(Throwable failure) {
        int depth = 0;
        for (var cause = failure; cause != null && depth++ < DEEPEST; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
            if (cause instanceof ResourceException resource
                    && resource.getErrorCode() != null
                    && resource.getErrorCode().matches("[0-9A-Z]{5}")) {
                return resource.getErrorCode();
            }
        }
        return null;
    }

    /** The words of the nearest cause that has its own, after the manager's. */
    private static String text(ResourceException failure) {
        var root = find(failure, SQLException.class);
        var own = String.valueOf(failure.getMessage());
        var below = root == null ? failure.getCause() : root;
        return below == null || below.getMessage() == null || own.contains(below.getMessage())
                ? own
                : own + ": " + below.getMessage();
    }

    private static @Nullable Throwable find(Throwable failure, Class<?> type) {
        int depth = 0;
        for (var cause = failure; cause != null && depth++ < DEEPEST; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return cause;
            }
        }
        return null;
    }
}
