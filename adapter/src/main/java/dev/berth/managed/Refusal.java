package dev.berth.managed;

import dev.berth.handle.Setting;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;

/** What an application may not do to a managed connection, in words and with the SQLState of the standard. */
final class Refusal {

    /** invalid_transaction_state */
    static final String INVALID_TRANSACTION_STATE = "25000";

    /** active_sql_transaction */
    static final String ACTIVE_SQL_TRANSACTION = "25001";

    /** invalid_transaction_termination */
    static final String INVALID_TRANSACTION_TERMINATION = "2D000";

    /** in_failed_sql_transaction */
    static final String IN_FAILED_SQL_TRANSACTION = "25P02";

    /** connection_failure */
    static final String CONNECTION_FAILURE = "08006";

    /** system_error: of code that is not ours. */
    static final String SYSTEM_ERROR = "58000";

    private Refusal() {}

    static SQLException notYours(String call) {
        return new SQLException(
                call + " is refused: the transaction belongs to the container, which ends it; leave it to the"
                        + " container, or mark it with setRollbackOnly",
                INVALID_TRANSACTION_STATE);
    }

    static SQLException notBySql(String sql) {
        return new SQLException(
                "'" + sql.strip() + "' is refused: the transaction belongs to the container, which ends it; leave it to"
                        + " the container, or mark it with setRollbackOnly",
                INVALID_TRANSACTION_TERMINATION);
    }

    static SQLException rolledBackMeanwhile() {
        return new SQLException(
                "This connection handle has outlived its transaction: the container rolled it back from another thread,"
                        + " as it does when it times out; nothing more is done on the handle, close it and get a new one",
                INVALID_TRANSACTION_STATE);
    }

    static SQLException over(Work work) {
        return new SQLException(
                "This connection handle has outlived its transaction (" + work + "): get a new one from the DataSource"
                        + " in each transaction",
                INVALID_TRANSACTION_STATE);
    }

    /** Inside a transaction of the container: what belongs to it cannot change under other handles, or too late. */
    static void ofChange(Setting setting, int handles, boolean worked) throws SQLException {
        if (handles > 1 && (setting.ofTransaction() || setting == Setting.SCHEMA)) {
            throw shared(setting.call(), handles);
        }
        if (setting.ofTransaction() && worked) {
            throw tooLate(setting.call());
        }
    }

    private static SQLException tooLate(String call) {
        return new SQLException(
                call + " is refused: the transaction has begun its work; call it before the first statement",
                ACTIVE_SQL_TRANSACTION);
    }

    private static SQLException shared(String call, int handles) {
        return new SQLException(
                call + " is refused: " + handles + " handles share this connection in the transaction, and the others"
                        + " would change with it; close them first, or use an unshareable resource reference",
                ACTIVE_SQL_TRANSACTION);
    }

    static SQLException thrownAway(String firstFailure) {
        return new SQLException(
                "Nothing was committed: the database had thrown the transaction away after a failed statement (SQLState "
                        + firstFailure + "), and it was rolled back; handle that failure, or use a savepoint",
                IN_FAILED_SQL_TRANSACTION);
    }

    static SQLException noSession(String what) {
        return new SQLFeatureNotSupportedException(
                what + " is refused: it would stay in a session that is another's after this transaction"
                        + " (poolerMode=transaction); use SET LOCAL and the like inside a transaction, or connect to the"
                        + " database itself",
                "0A000"); // feature not supported
    }

    static SQLException gone(Life life) {
        return new SQLNonTransientConnectionException(
                "The physical connection is gone (" + life + "): close this handle and get a new one",
                CONNECTION_FAILURE);
    }
}
