package dev.berth.dialect;

import java.sql.SQLException;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * Our own branch protocol over a plain connection of pgjdbc. {@code start} and {@code end} do not touch the wire:
 * BEGIN rides with the first statement, as autocommit is off. The order of calls is checked above, by the managed
 * connection's resource; here each call does what it is for.
 *
 * <p>Source: PostgreSQL, PREPARE TRANSACTION, COMMIT PREPARED, ROLLBACK PREPARED, pg_prepared_xacts.
 */
final class PostgresBranch implements XAResource {

    private final BaseConnection connection;
    private final PostgresRecovery recovery;

    /** The branch that this connection works for and has not prepared. */
    private @Nullable Xid current;

    PostgresBranch(BaseConnection connection) {
        this.connection = connection;
        this.recovery = new PostgresRecovery(connection);
    }

    /**
     * Binds the connection to the branch. Joining and resuming bind it again to the branch that it works for already.
     *
     * <p>Before: no transaction is open on the connection. After: autocommit is off, nothing was sent.
     */
    @Override
    public void start(Xid xid, int flags) throws XAException {
        if (flags != TMNOFLAGS) {
            return;
        }
        if (connection.getTransactionState() != TransactionState.IDLE) {
            throw XaFailure.of(XAException.XAER_OUTSIDE, "A transaction that the application began itself is open");
        }
        autoCommit(false);
        current = xid;
    }

    /** Nothing: PostgreSQL keeps a session bound to its transaction until that ends or is prepared. */
    @Override
    public void end(Xid xid, int flags) {}

    /**
     * PREPARE TRANSACTION.
     *
     * <p>Deviation: a branch that never ran a statement votes XA_RDONLY and leaves nothing behind. After: the
     * connection is free, whether prepared or rolled back.
     */
    @Override
    public int prepare(Xid xid) throws XAException {
        requireOpen();
        switch (connection.getTransactionState()) {
            case FAILED -> {
                rollBack();
                throw thrownAway();
            }
            case IDLE -> {
                released();
                return XA_RDONLY;
            }
            case OPEN -> {
                execute("PREPARE TRANSACTION '" + PostgresGid.of(xid) + "'");
                released();
            }
        }
        return XA_OK;
    }

    /**
     * COMMIT in one phase, COMMIT PREPARED in two.
     *
     * <p>After: in one phase the connection is free, whether committed or rolled back.
     */
    @Override
    public void commit(Xid xid, boolean onePhase) throws XAException {
        if (!onePhase) {
            finish("COMMIT PREPARED '", xid);
            return;
        }
        requireOpen();
        var now = connection.getTransactionState();
        if (now == TransactionState.FAILED) {
            rollBack();
            throw thrownAway();
        }
        if (now == TransactionState.IDLE) {
            free(); // nothing was sent, and nothing need be
            return;
        }
        try {
            connection.commit();
        } catch (SQLException failure) {
            throw PostgresXaCodes.whileEnding(failure, connection);
        } finally {
            released();
        }
    }

    /** ROLLBACK of the branch that the connection works for, ROLLBACK PREPARED of any other. */
    @Override
    public void rollback(Xid xid) throws XAException {
        var mine = current;
        if (mine != null && (mine == xid || BranchId.of(mine).is(xid))) {
            rollBack();
        } else {
            finish("ROLLBACK PREPARED '", xid);
        }
    }

    /** The prepared branches of this database that this user may finish; foreign identifiers are passed over. */
    @Override
    public Xid[] recover(int flags) throws XAException {
        if ((flags & TMSTARTRSCAN) == 0) {
            return new Xid[0]; // all are told at the start of the scan
        }
        return recovery.branches();
    }

    /** PostgreSQL never decides by itself, so there is nothing to forget. */
    @Override
    public void forget(Xid xid) throws XAException {
        throw XaFailure.of(XAException.XAER_NOTA, "No branch was decided heuristically: nothing to forget");
    }

    @Override
    public boolean isSameRM(XAResource other) {
        return other == this;
    }

    @Override
    public boolean setTransactionTimeout(int seconds) {
        return false;
    }

    @Override
    public int getTransactionTimeout() {
        return 0;
    }

    private void finish(String command, Xid xid) throws XAException {
        try {
            if (connection.getTransactionState() != TransactionState.IDLE || !connection.getAutoCommit()) {
                throw XaFailure.of(
                        XAException.XAER_RMFAIL, "The connection works for another transaction: try another one");
            }
            executeSql(command + PostgresGid.of(xid) + "'");
        } catch (SQLException failure) {
            throw PostgresXaCodes.whileFinishing(failure, connection);
        }
    }

    private void execute(String sql) throws XAException {
        try {
            executeSql(sql);
        } catch (SQLException failure) {
            if (connection.getTransactionState() != TransactionState.IDLE) {
                rollBack();
            }
            released();
            throw PostgresXaCodes.whilePreparing(failure, connection);
        }
    }

    private void executeSql(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.executeUpdate(sql);
        }
    }

    private void rollBack() throws XAException {
        try {
            connection.rollback();
        } catch (SQLException failure) {
            throw PostgresXaCodes.whileEnding(failure, connection);
        } finally {
            released();
        }
    }

    private void released() {
        if (connection.getTransactionState() == TransactionState.IDLE) {
            free();
        } else {
            current = null; // turning autocommit on would commit what is left: the connection has to go instead
        }
    }

    private void free() {
        current = null;
        try {
            connection.setAutoCommit(true);
        } catch (SQLException gone) {
            // only a closed connection refuses this, and whoever uses it next is told so
        }
    }

    /** A connection that the driver knows to be closed has lost its branch, and nothing more was sent. */
    private void requireOpen() throws XAException {
        boolean closed;
        try {
            closed = connection.isClosed();
        } catch (SQLException unknown) {
            throw XaFailure.of(XAException.XAER_RMFAIL, "The connection does not tell its state", unknown);
        }
        if (closed) {
            throw XaFailure.of(
                    XAException.XA_RBCOMMFAIL, "The session is gone, and the branch with it: nothing had been sent");
        }
    }

    private void autoCommit(boolean on) throws XAException {
        try {
            connection.setAutoCommit(on);
        } catch (SQLException failure) {
            throw XaFailure.of(XAException.XAER_RMFAIL, "The connection is gone: " + failure.getMessage(), failure);
        }
    }

    private static XAException thrownAway() {
        return XaFailure.of(
                XAException.XA_RBROLLBACK, "PostgreSQL had thrown the work away after a failed statement; rolled back");
    }
}
