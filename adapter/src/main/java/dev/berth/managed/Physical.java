package dev.berth.managed;

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
 */
record Physical(
        Connection connection,
        @Nullable PooledConnection pooled,
        @Nullable XAResource xa) {

    /** Has the driver's own pooled connection tell its failures. */
    void listen(ConnectionEventListener listener) {
        if (pooled != null) {
            pooled.addConnectionEventListener(listener);
        }
    }

    /** Stops listening, and closes it for good. */
    void close(ConnectionEventListener listener) throws SQLException {
        if (pooled != null) {
            pooled.removeConnectionEventListener(listener);
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
}
