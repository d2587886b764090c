package dev.berth.managed;

import javax.sql.ConnectionEvent;
import javax.sql.ConnectionEventListener;

/** What the driver's own pooled connection tells: its failures are ours, what it calls closing is no handle of ours. */
record DriverEvents(ManagedSession session) implements ConnectionEventListener {

    @Override
    public void connectionClosed(ConnectionEvent event) {}

    @Override
    public void connectionErrorOccurred(ConnectionEvent event) {
        session.broken(event.getSQLException());
    }
}
