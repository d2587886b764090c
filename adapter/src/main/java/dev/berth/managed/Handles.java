package dev.berth.managed;

import dev.berth.handle.ConnectionHandle;
import dev.berth.handle.Session;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The open handles of one managed connection. The first stands in a field of its own, and hardly ever is there another:
 * who has leased the connection puts it there, nobody else does meanwhile, and so it takes no lock. The lock is held over
 * the list of all others only; nothing is called meanwhile.
 */
final class Handles {

    private static final VarHandle FIRST;

    static {
        try {
            FIRST = MethodHandles.lookup().findVarHandle(Handles.class, "first", ConnectionHandle.class);
        } catch (ReflectiveOperationException failure) {
            throw new ExceptionInInitializerError(failure);
        }
    }

    private volatile @Nullable ConnectionHandle first;
    private volatile @Nullable List<ConnectionHandle> others;
    private volatile boolean expired;

    /**
     * Keeps it.
     *
     * @param leased whether the connection was leased for it just now: there is no other then
     */
    void remember(ConnectionHandle handle, boolean leased) {
        if (leased && first == null) {
            FIRST.setRelease(this, handle);
        } else {
            rememberAnother(handle);
        }
    }

    private synchronized void rememberAnother(ConnectionHandle handle) {
        var list = others;
        if (list == null) {
            list = new ArrayList<>(2);
            others = list;
        }
        list.add(handle);
    }

    /** Lets it go; true when it was the last. */
    boolean forget(ConnectionHandle handle) {
        if (first != handle) {
            return forgetAnother(handle);
        }
        FIRST.setRelease(this, null);
        return others == null || count() == 0;
    }

    private synchronized boolean forgetAnother(ConnectionHandle handle) {
        var list = others;
        return list != null && list.remove(handle) && list.isEmpty() && first == null;
    }

    int count() {
        int one = first == null ? 0 : 1;
        return others == null ? one : one + countOthers();
    }

    private synchronized int countOthers() {
        var list = others;
        return list == null ? 0 : list.size();
    }

    /** Closes all of them without a word. */
    void invalidate() {
        if (first != null || others != null) { // hardly ever: the one there was has closed itself
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
        var one = first;
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
        var all = copy();
        first = null;
        others = null;
        return all;
    }
}
