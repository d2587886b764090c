package dev.berth.managed;

import dev.berth.handle.ConnectionHandle;
import dev.berth.handle.Session;
import java.util.ArrayList;
import java.util.List;

/** The open handles of one managed connection. Its lock is held over the list only; nothing is called meanwhile. */
final class Handles {

    private final List<ConnectionHandle> open = new ArrayList<>(2);

    synchronized void remember(ConnectionHandle handle) {
        open.add(handle);
    }

    /** Lets it go; true when it was the last. */
    synchronized boolean forget(ConnectionHandle handle) {
        return open.remove(handle) && open.isEmpty();
    }

    synchronized int count() {
        return open.size();
    }

    /** Closes all of them without a word. */
    void invalidate() {
        if (count() > 0) { // hardly ever: an iterator over nothing would be the third object of each borrow
            takeAll().forEach(ConnectionHandle::invalidate);
        }
    }

    /** Has all of them refuse. */
    void expire(Session refusing) {
        copy().forEach(handle -> handle.expire(refusing));
    }

    private synchronized List<ConnectionHandle> copy() {
        return List.copyOf(open);
    }

    private synchronized List<ConnectionHandle> takeAll() {
        var all = List.copyOf(open);
        open.clear();
        return all;
    }
}
