package dev.berth.managed;

import dev.berth.dialect.Dialect;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The container rolls back while the work is another thread's, as it does when a transaction times out. The running
 * statement is cancelled first, the handles do nothing more, and the connection is not used again: so a statement that
 * was on its way already can neither run outside the transaction nor reach the next user. Autocommit stays off, and
 * nobody commits here any more.
 */
record RollbackFromElsewhere(ManagedSession session, ConnectionState state, Dialect dialect) {

    private static final Logger LOG = System.getLogger("dev.berth.managed");

    /**
     * Rolls back.
     *
     * @throws SQLException when the session died of it; the database rolls back then
     */
    void run() throws SQLException {
        session.managed().expireHandles(); // first, so that the application is told why
        state.breaks(); // without an event: the pool hears of it at cleanup, when the application has let go
        var raw = session.physical().connection();
        try {
            if (dialect.transactionOpen(raw).orElse(false)) {
                cancel(raw);
                raw.rollback();
            } // else its BEGIN may be on its way: a cancel could hit that alone, and what follows it would be committed
        } finally {
            giveUp(raw);
        }
    }

    private void cancel(Connection raw) {
        try {
            dialect.cancel(raw);
        } catch (SQLException failure) {
            LOG.log(Level.DEBUG, "The statement could not be cancelled; the rollback waits for its end", failure);
        }
    }

    /** Ends the physical connection; its statements are left alone, for closing one in use would cancel it, see above. */
    private void giveUp(Connection raw) {
        abort(raw);
        try {
            if (!dialect.hasBranch()) {
                session.close(); // what a driver's pooled connection hands out need not end the session
            }
        } catch (SQLException failure) {
            LOG.log(Level.DEBUG, "The connection could not be given up; it is closed when it is destroyed", failure);
        }
    }

    private static void abort(Connection raw) {
        try {
            raw.abort(Runnable::run);
        } catch (SQLException | AbstractMethodError failure) { // the latter of a driver from before JDBC 4.1
            LOG.log(Level.DEBUG, "The connection could not be aborted; closing it waits for its statement", failure);
        }
    }
}
