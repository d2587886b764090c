package dev.berth.deploy.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The sessions of the bare adapter, as many as it has managed connections; which of those has which is open until it is
 * used. So a thread has the same session again whenever that is free, whatever the server's pool gave it: no adapter can
 * do more to keep a thread and its backend together.
 */
final class BareSessions {

    /** One, and who had it last. */
    static final class Session {

        final Connection raw;
        private final AtomicBoolean taken = new AtomicBoolean();
        private volatile long owner;

        private Session(Connection raw) {
            this.raw = raw;
        }

        void giveBack() {
            taken.set(false);
        }
    }

    private static final int PLACES = 256; // a power of two

    private final List<Session> all = new CopyOnWriteArrayList<>();
    private final AtomicReferenceArray<Session> last = new AtomicReferenceArray<>(PLACES);

    void add(Connection raw) {
        all.add(new Session(raw));
    }

    Session take() {
        long thread = Thread.currentThread().getId();
        int place = (int) thread & PLACES - 1;
        var before = last.get(place);
        if (before != null && before.owner == thread && before.taken.compareAndSet(false, true)) {
            return before;
        }
        for (var session : all) {
            if (session.taken.compareAndSet(false, true)) {
                session.owner = thread;
                last.set(place, session);
                return session;
            }
        }
        throw new IllegalStateException("more managed connections are in use than were made");
    }

    /** For good: it stays taken. */
    void close(Session session) throws SQLException {
        all.remove(session);
        session.raw.close();
    }
}
