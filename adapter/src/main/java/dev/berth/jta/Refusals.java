package dev.berth.jta;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.CommException;
import jakarta.resource.spi.IllegalStateException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import org.jspecify.annotations.Nullable;

/** Why there is no connection for a transaction, in words and with the SQLState of the standard as the error code. */
final class Refusals {

    /** transaction_rollback */
    private static final String ROLLBACK = "40000";

    /** invalid_transaction_state */
    private static final String INVALID_STATE = "25000";

    /** connection_failure */
    private static final String CONNECTION_FAILURE = "08006";

    private Refusals() {}

    /** The transaction is in a state in which nothing can be enlisted. */
    static ResourceException of(int status) {
        return switch (status) {
            case Status.STATUS_MARKED_ROLLBACK ->
                new IllegalStateException(
                        "getConnection is refused: this thread's transaction is marked for rollback, by setRollbackOnly or its"
                                + " timeout; roll it back, and begin another",
                        ROLLBACK);
            case Status.STATUS_ROLLING_BACK, Status.STATUS_ROLLEDBACK ->
                new IllegalStateException(
                        "getConnection is refused: this thread's transaction has been rolled back, perhaps by its timeout, and"
                                + " the thread is still in it; end it by rollback, and begin another",
                        ROLLBACK);
            default ->
                new IllegalStateException(
                        "getConnection is refused: this thread's transaction is past taking part in it (" + name(status)
                                + "), and outside it the work would be committed by itself; get the connection before its"
                                + " end, or suspend it first",
                        INVALID_STATE);
        };
    }

    private static String name(int status) {
        return switch (status) {
            case Status.STATUS_PREPARING -> "preparing";
            case Status.STATUS_PREPARED -> "prepared";
            case Status.STATUS_COMMITTING -> "committing";
            case Status.STATUS_COMMITTED -> "committed";
            default -> "status " + status;
        };
    }

    /** The manager does not take the connection; null: it said no more than that. */
    static ResourceException by(@Nullable Exception refusal) {
        var text = "The transaction manager has refused to enlist a connection in this thread's transaction"
                + (refusal == null ? ": its log says why" : ": " + refusal.getMessage())
                + "; roll the transaction back, and begin another";
        var refused = new IllegalStateException(text, refusal instanceof RollbackException ? ROLLBACK : INVALID_STATE);
        refused.initCause(refusal);
        return refused;
    }

    /** The connection of the transaction is broken, and what was done on it lost. */
    static ResourceException sessionGone(ResourceException gone) {
        var lost = new CommException(
                "The database session of this thread's transaction is gone, and its work is rolled back: roll the"
                        + " transaction back, and begin another",
                CONNECTION_FAILURE);
        lost.initCause(gone);
        return lost;
    }

    /** The registry knows a transaction of this thread, the manager does not. */
    static ResourceException strangers() {
        return new IllegalStateException(
                "getConnection is refused: the transactionSynchronizationRegistry knows a transaction of this thread, and"
                        + " the transactionManager none; give both of the same manager",
                INVALID_STATE);
    }
}
