package dev.berth.managed;

import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ManagedConnection;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The listeners of one managed connection and what they are told. One that throws is logged and never in the way of
 * the others; no lock is held while they are told, and they may come and go meanwhile.
 */
final class ConnectionEvents {

    private static final Logger LOG = System.getLogger("dev.berth.managed");
    private static final ConnectionEventListener[] NONE = {};

    private final ManagedConnection source;
    private final ConnectionEvent unreadEvent;
    private volatile ConnectionEventListener[] listeners = NONE;

    ConnectionEvents(ManagedConnection source) {
        this.source = source;
        this.unreadEvent = new ConnectionEvent(source, ConnectionEvent.CONNECTION_CLOSED);
    }

    synchronized void add(ConnectionEventListener listener) {
        var more = Arrays.copyOf(listeners, listeners.length + 1);
        more[listeners.length] = listener;
        listeners = more;
    }

    synchronized void remove(ConnectionEventListener listener) {
        listeners = Arrays.stream(listeners)
                .filter(other -> !other.equals(listener))
                .toArray(ConnectionEventListener[]::new);
    }

    /**
     * A handle was closed.
     *
     * @param unread whether nobody looks into the event: then it is the same each time, and names no handle
     */
    void closed(Object handle, boolean unread) {
        var event = unread ? unreadEvent : new ConnectionEvent(source, ConnectionEvent.CONNECTION_CLOSED);
        if (!unread) {
            event.setConnectionHandle(handle);
        }
        for (var listener : listeners) { // as tell does, without its detour: this is told at every return
            try {
                listener.connectionClosed(event);
            } catch (RuntimeException failure) {
                ignored(listener, failure);
            }
        }
    }

    void broken(@Nullable Exception cause) {
        tell(
                new ConnectionEvent(source, ConnectionEvent.CONNECTION_ERROR_OCCURRED, cause),
                ConnectionEventListener::connectionErrorOccurred);
    }

    void started() {
        tell(
                new ConnectionEvent(source, ConnectionEvent.LOCAL_TRANSACTION_STARTED),
                ConnectionEventListener::localTransactionStarted);
    }

    void committed() {
        tell(
                new ConnectionEvent(source, ConnectionEvent.LOCAL_TRANSACTION_COMMITTED),
                ConnectionEventListener::localTransactionCommitted);
    }

    void rolledBack() {
        tell(
                new ConnectionEvent(source, ConnectionEvent.LOCAL_TRANSACTION_ROLLEDBACK),
                ConnectionEventListener::localTransactionRolledback);
    }

    private void tell(ConnectionEvent event, BiConsumer<ConnectionEventListener, ConnectionEvent> what) {
        for (var listener : listeners) {
            try {
                what.accept(listener, event);
            } catch (RuntimeException failure) {
                ignored(listener, failure);
            }
        }
    }

    private static void ignored(ConnectionEventListener listener, RuntimeException failure) {
        LOG.log(Level.WARNING, "A connection event listener failed: " + listener, failure);
    }
}
