package dev.berth.managed;

import dev.berth.handle.ConnectionHandle;
import dev.berth.handle.Session;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The open handles of one managed connection. The one that it was leased for is known by its ticket, and by reference
 * once it has something open; hardly ever is there another. The thread that has leased the connection, for a handle or for
 * a transaction, gives the ticket, nobody else does meanwhile, and so it takes no lock. The lock is held over the list of
 * all others only; nothing is called meanwhile.
 */
final class Handles extends Padded {

    private static final AtomicInteger CONNECTIONS = new AtomicInteger();
    private static final VarHandle SOLE = Fields.of(MethodHandles.lookup(), "sole", long.class);
    private static final VarHandle KEPT = Fields.of(MethodHandles.lookup(), "kept", ConnectionHandle.class);

    /** No two connections ever give the same ticket, nor one connection twice. */
    private long last = (long) CONNECTIONS.incrementAndGet() << 32;

    /** The ticket of the one that it was leased for; 0: there is none. */
    private volatile long sole;

    private volatile @Nullable ConnectionHandle kept;
    private volatile @Nullable List<ConnectionHandle> others;
    private volatile boolean expired;

    /**
     * A new one.
     *
     * @param byLessee whether the caller has leased the connection, for it or for a transaction: nobody else has then
     */
    ConnectionHandle make(Session session, boolean byLessee) {
        if (sole == 0 && byLessee) {
            long ticket = ++last;
            SOLE.setRelease(this, ticket);
            return new ConnectionHandle(session, ticket);
        }
        var handle = new ConnectionHandle(session);
        remember(handle);
        return handle;
    }

    /** Whether that ticket is good for work. */
    boolean serves(long ticket) {
        return sole == ticket && !expired;
    }

    /** Whether that ticket has not been taken away. */
    boolean has(long ticket) {
        return sole == ticket;
    }

    /** Whether no handle is good for work any more. */
    boolean areExpired() {
        return expired;
    }

    /** Keeps a reference to the one with the ticket, which looks again after it: who takes it away does so before. */
    void keep(ConnectionHandle handle) {
        if (handle.ticket() != 0 && has(handle.ticket())) {
            kept = handle;
        }
    }

    /** Keeps it by reference. */
    synchronized void remember(ConnectionHandle handle) {
        var list = others;
        if (list == null) {
            list = new ArrayList<>(2);
            others = list;
        }
        list.add(handle);
    }

    /** From now on it is kept by reference: its ticket is good here and nowhere else, and it is about to move. */
    synchronized void settle(ConnectionHandle handle) {
        long ticket = handle.ticket();
        if (ticket != 0 && sole == ticket) {
            remember(handle);
            handle.withoutTicket();
            sole = 0;
            kept = null;
        }
    }

    /** Lets it go; true when it was the last. */
    boolean forget(ConnectionHandle handle) {
        long ticket = handle.ticket();
        if (ticket == 0) {
            return forgetAnother(handle);
        }
        if (sole != ticket) {
            return false;
        }
        if (kept != null) {
            KEPT.setRelease(this, null);
        }
        SOLE.setRelease(this, 0L);
        return others == null || count() == 0;
    }

    private synchronized boolean forgetAnother(ConnectionHandle handle) {
        var list = others;
        return list != null && list.remove(handle) && list.isEmpty() && sole == 0;
    }

    int count() {
        int one = sole == 0 ? 0 : 1;
        return others == null ? one : one + countOthers();
    }

    private synchronized int countOthers() {
        var list = others;
        return list == null ? 0 : list.size();
    }

    /** Closes all of them without a word, before the connection is given back. */
    void invalidate() {
        if (sole != 0 || others != null) { // hardly ever: the one there was has closed itself
            takeAll().forEach(ConnectionHandle::invalidate);
        }
    }

    /** Closes them, but for those that refuse already and say why: these are closed by whoever has them. */
    void lost() {
        if (!expired) {
            invalidate();
        }
    }

    /** Has all of them refuse. */
    void expire(Session refusing) {
        expired = true; // for good: the connection is not used again
        copy().forEach(handle -> handle.expire(refusing));
    }

    private synchronized List<ConnectionHandle> copy() {
        var all = new ArrayList<ConnectionHandle>();
        var one = kept;
        if (one != null) {
            all.add(one);
        }
        var list = others;
        if (list != null) {
            all.addAll(list);
        }
        return all;
    }

    private synchronized List<ConnectionHandle> takeAll() {
        sole = 0; // first
        var all = copy();
        kept = null;
        others = null;
        return all;
    }
}
