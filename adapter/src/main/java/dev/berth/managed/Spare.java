package dev.berth.managed;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A successor that was opened while somebody had the old one out: it takes its place at the next return or borrow. Each
 * is one session more than the pool knows of, so that a factory has a few places for them and no more.
 */
final class Spare {

    private final ConnectionState state;
    private final Semaphore places;
    private final AtomicReference<@Nullable Physical> physical = new AtomicReference<>();

    Spare(ConnectionState state, Semaphore places) {
        this.state = state;
        this.places = places;
    }

    /** Whether one may be opened to be put by. */
    boolean hasPlace() {
        return physical.get() == null && places.availablePermits() > 0;
    }

    /** Puts one by; closes it where there is no place, or the connection is gone. */
    void put(Physical fresh) {
        if (!places.tryAcquire()) {
            fresh.closeQuietly();
            return;
        }
        if (!physical.compareAndSet(null, fresh)) {
            places.release();
            fresh.closeQuietly();
        } else if (!state.usable()) {
            end();
        }
    }

    /** The one that was put by, if any. */
    @Nullable
    Physical take() {
        if (physical.get() == null) {
            return null;
        }
        var taken = physical.getAndSet(null);
        if (taken != null) {
            places.release();
        }
        return taken;
    }

    /** Gives it up. */
    void end() {
        var unused = take();
        if (unused != null) {
            unused.closeQuietly();
        }
    }
}
