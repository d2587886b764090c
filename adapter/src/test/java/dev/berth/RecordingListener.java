package dev.berth;

import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a server's pool would hear. */
public final class RecordingListener implements ConnectionEventListener {

    private final List<ConnectionEvent> events = new CopyOnWriteArrayList<>();

    /** The events of that id, in order. */
    public List<ConnectionEvent> events(int id) {
        return events.stream().filter(event -> event.getId() == id).toList();
    }

    /** The ids of all events, in order. */
    public List<Integer> ids() {
        return events.stream().map(ConnectionEvent::getId).toList();
    }

    @Override
    public void connectionClosed(ConnectionEvent event) {
        events.add(event);
    }

    @Override
    public void localTransactionStarted(ConnectionEvent event) {
        events.add(event);
    }

    @Override
    public void localTransactionCommitted(ConnectionEvent event) {
        events.add(event);
    }

    @Override
    public void localTransactionRolledback(ConnectionEvent event) {
        events.add(event);
    }

    @Override
    public void connectionErrorOccurred(ConnectionEvent event) {
        events.add(event);
    }
}
