package dev.berth.managed;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.ConnectionEventListener;
import javax.sql.PooledConnection;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/**
 * One physical connection as its driver gave it. It can be replaced underneath a managed connection: handles,
 * settings and the resource reach it through there, each time anew.
 *
 * @param connection what statements are made on
 * @param pooled the driver's pooled or XA connection that it came from, if it came from one
 * @param xa the resource for XA branches; null below that level
 * @param vintage where it comes from
 */
record Physical(
        Connection connection,
        @Nullable PooledConnection pooled,
        @Nullable XAResource xa,
        Vintage vintage) {

    private static final Logger LOG = System.getLogger("dev.berth.managed");
    private static final Vintage UNKNOWN = new Vintage(0, Vintage.NEVER, Vintage.NEVER, 0);

    /** As its driver gave it, just now. */
    Physical(Connection connection, @Nullable PooledConnection pooled, @Nullable XAResource xa) {
        this(connection, pooled, xa, UNKNOWN);
    }

    Physical of(Vintage known) {
        return new Physical(connection, pooled, xa, known);
    }

    /** Until when it may go to another managed connection: not where a driver listens, nor when its successor is due. */
    long movableUntil() {
        return pooled == null ? vintage.successorAt() : vintage.openedAt();
    }

    /** Has the driver's own pooled connection tell its failures. */
    void listen(ConnectionEventListener listener) {
        if (pooled != null) {
            pooled.addConnectionEventListener(listener);
        }
    }

    /** Ends {@link #listen}. */
    void ignore(ConnectionEventListener listener) {
        if (pooled != null) {
            pooled.removeConnectionEventListener(listener);
        }
    }

    /**
     * Stops listening, and closes it for good. A driver's pooled connection may turn autocommit on in what it has handed
     * out before that refuses anything; so it is closed when the thread that works has left it.
     *
     * @param worker another thread that may still be in a call; null: nobody
     */
    void close(ConnectionEventListener listener, @Nullable Thread worker) throws SQLException {
        ignore(listener);
        if (pooled != null && worker != null) {
            LastCall.awaitEnd(worker);
        }
        close();
    }

    /** Closes it for good, where nobody listens. */
    void close() throws SQLException {
        if (pooled == null) {
            connection.close();
        } else {
            pooled.close();
        }
    }

    /** Closes it where it is of no interest whether that works: it is not used any more. */
    void closeQuietly() {
        try {
            close();
        } catch (SQLException failure) {
            LOG.log(Level.DEBUG, "A physical connection was given up, but not closed", failure);
        }
    }

    /** Ends it at once, whoever waits for its answer. */
    void abort() {
        try {
            if (pooled == null) {
                connection.abort(Runnable::run);
            } else {
                pooled.close();
            }
        } catch (SQLException failure) {
            LOG.log(Level.DEBUG, "A physical connection was given up, but not ended", failure);
        }
    }
}
