package dev.berth.dialect;

import java.sql.SQLException;
import java.util.Objects;
import javax.transaction.xa.XAException;
import org.postgresql.core.BaseConnection;

/** What a failure of PostgreSQL means to a transaction manager. */
final class PostgresXaCodes {

    private static final PostgresDialect DIALECT = new PostgresDialect();

    private PostgresXaCodes() {}

    /** While a branch of this connection was committed in one phase or rolled back. */
    static XAException whileEnding(SQLException failure, BaseConnection connection) {
        return whileEnding(failure, connection, XAException.XA_RBTRANSIENT);
    }

    /**
     * While a branch of this connection was prepared. A serialization failure is XA_RBROLLBACK here: Narayana takes
     * XA_RBTRANSIENT from prepare, legal as it is, for a heuristic hazard.
     */
    static XAException whilePreparing(SQLException failure, BaseConnection connection) {
        return whileEnding(failure, connection, XAException.XA_RBROLLBACK);
    }

    private static XAException whileEnding(SQLException failure, BaseConnection connection, int serialization) {
        if (DIALECT.isFatal(failure, connection)) {
            return of(XAException.XAER_RMFAIL, failure);
        }
        var state = Objects.requireNonNullElse(failure.getSQLState(), "");
        return of(
                switch (state) {
                    case "40001" -> serialization; // serialization_failure
                    case "40P01" -> XAException.XA_RBDEADLOCK; // deadlock_detected
                    case "0A000" ->
                        XAException.XA_RBOTHER; // feature_not_supported: temporary tables, LISTEN, WITH HOLD
                    case "42710" -> XAException.XA_RBPROTO; // duplicate_object: an identifier in use
                    default -> state.startsWith("23") ? XAException.XA_RBINTEGRITY : XAException.XA_RBROLLBACK;
                },
                failure);
    }

    /** While a prepared branch was finished, or the branches listed: nothing is decided by a failure. */
    static XAException whileFinishing(SQLException failure, BaseConnection connection) {
        if (DIALECT.isFatal(failure, connection)) {
            return of(XAException.XAER_RMFAIL, failure);
        }
        return of(
                "42704".equals(failure.getSQLState()) // undefined_object: no such prepared transaction
                        ? XAException.XAER_NOTA
                        : XAException.XAER_RMERR,
                failure);
    }

    private static XAException of(int code, SQLException failure) {
        return XaFailure.of(code, failure.getMessage() + " (SQLState " + failure.getSQLState() + ")", failure);
    }
}
