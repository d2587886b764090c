package dev.berth.pool;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The default outside a server (7.10.1): a physical connection for each handle, closed with it. */
public final class UnpooledConnectionManager implements ConnectionManager {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final System.Logger LOG = System.getLogger("dev.berth.pool");

    @Override
    public Object allocateConnection(ManagedConnectionFactory factory, @Nullable ConnectionRequestInfo request)
            throws ResourceException {
        var connection = factory.createManagedConnection(null, request);
        try {
            connection.addConnectionEventListener(new Destroyer(connection));
            return connection.getConnection(null, request);
        } catch (ResourceException | RuntimeException failure) {
            connection.destroy();
            throw failure;
        }
    }

    /** Destroys the connection when its one handle is closed, or its session gone. */
    private record Destroyer(ManagedConnection connection) implements ConnectionEventListener {

        @Override
        public void connectionClosed(ConnectionEvent event) {
            destroy();
        }

        @Override
        public void connectionErrorOccurred(ConnectionEvent event) {
            destroy();
        }

        @Override
        public void localTransactionStarted(ConnectionEvent event) {}

        @Override
        public void localTransactionCommitted(ConnectionEvent event) {}

        @Override
        public void localTransactionRolledback(ConnectionEvent event) {}

        private void destroy() {
            try {
                connection.destroy();
            } catch (ResourceException failure) {
                LOG.log(System.Logger.Level.WARNING, "A connection was given up, but not closed", failure);
            }
        }
    }
}
