package dev.berth.pool;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** A thread that waits for a connection: it gets an entry, or a failure, or gives up; whichever comes first. */
final class Waiter extends AtomicReference<Object> {

    private static final long serialVersionUID = 1L;
    private static final Object GAVE_UP = new Object();

    private final transient Thread thread = Thread.currentThread();
    private final long since;

    Waiter(long since) {
        this.since = since;
    }

    long since() {
        return since;
    }

    /** Hands it over; false when it has had enough already. */
    boolean give(Object result) {
        if (!compareAndSet(null, result)) {
            return false;
        }
        wake();
        return true;
    }

    /** Has it look for itself. */
    void wake() {
        LockSupport.unpark(thread);
    }

    /** Waits no longer; false when something was handed over meanwhile. */
    boolean giveUp() {
        return compareAndSet(null, GAVE_UP);
    }
}
