package dev.berth.managed;

import dev.berth.handle.ConnectionHandle;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/** A pool of managed connections that does what servers do with them, where no server is at hand: last in, first out. */
final class LikeAServer implements AutoCloseable {

    private final ConnectionSource source;
    private final Semaphore permits;
    private final ConcurrentLinkedDeque<JdbcManagedConnection> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    LikeAServer(ConnectionSource source, int most) {
        this.source = source;
        this.permits = new Semaphore(most);
    }

    /** What is done with a borrowed connection. */
    interface Work {
        void on(Connection connection) throws SQLException;
    }

    /** Borrows, works, returns; validates on match. */
    void with(Work work) throws ResourceException, SQLException {
        permits.acquireUninterruptibly();
        JdbcManagedConnection managed = null;
        try {
            managed = matched();
            try (var handle = (ConnectionHandle) managed.getConnection(null, RequestInfo.CONFIGURED)) {
                work.on(handle);
            }
        } finally {
            takeBack(managed);
            permits.release();
        }
    }

    private JdbcManagedConnection matched() throws ResourceException {
        var next = idle.pollFirst();
        if (next != null) {
            if (next.isValid()) {
                return next;
            }
            next.destroy();
        }
        var fresh = source.connect(source.config().credentials());
        fresh.addConnectionEventListener(new Deaf());
        return fresh;
    }

    private void takeBack(JdbcManagedConnection managed) throws ResourceException {
        if (managed == null) {
            return;
        }
        try {
            managed.cleanup();
        } catch (ResourceException broken) {
            managed.destroy();
            return;
        }
        idle.addFirst(managed);
        if (closed) {
            close();
        }
    }

    /** Those that nobody has borrowed. */
    ConcurrentLinkedDeque<JdbcManagedConnection> idle() {
        return idle;
    }

    @Override
    public void close() throws ResourceException {
        closed = true;
        for (var managed = idle.pollFirst(); managed != null; managed = idle.pollFirst()) {
            managed.destroy();
        }
    }

    /** What it would be told it sees by itself, at cleanup. */
    private static final class Deaf implements ConnectionEventListener {
        @Override
        public void connectionClosed(ConnectionEvent event) {}

        @Override
        public void localTransactionStarted(ConnectionEvent event) {}

        @Override
        public void localTransactionCommitted(ConnectionEvent event) {}

        @Override
        public void localTransactionRolledback(ConnectionEvent event) {}

        @Override
        public void connectionErrorOccurred(ConnectionEvent event) {}
    }
}
