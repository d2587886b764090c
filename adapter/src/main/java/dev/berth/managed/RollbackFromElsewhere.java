package dev.berth.managed;

import dev.berth.dialect.Dialect;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
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
        state.breaks(); // without an event: the pool hears of it at cleanup, when the application has let go
        var raw = session.physical().connection();
        try {
            dialect.cancel(raw);
        } catch (SQLException failure) {
            LOG.log(Level.DEBUG, "The statement could not be cancelled; the rollback waits for its end", failure);
        }
        try {
            raw.rollback();
        } finally {
            session.managed().expireHandles();
        }
    }
}
