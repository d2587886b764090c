package dev.berth.pool;

import java.lang.invoke.VarHandle;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for a connection, first come first. What comes back is anybody's for the taking, which is quickest, while
 * one waiter at a time is woken to try; it is handed to the first directly as soon as that one has waited for long.
 */
final class Waiters {

    /** From then on what comes back is handed over, so that nobody starves. */
    private static final long PATIENCE = 1_000_000; // nanoseconds

    private final AtomicInteger count = new AtomicInteger();
    private final ConcurrentLinkedQueue<Waiter> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean waking = new AtomicBoolean();

    boolean any() {
        return count.get() > 0;
    }

    /** Whether any of them has not been served: one that was, and has not run yet, needs nothing more. */
    boolean areLeft() {
        return count.get() > 0 && !queue.isEmpty();
    }

    int count() {
        return count.get();
    }

    /** Enters the queue; null where so many wait already. */
    @Nullable
    Waiter enter(long now, int most) {
        if (count.incrementAndGet() > most && most >= 0) {
            count.decrementAndGet();
            return null;
        }
        var waiter = new Waiter(now);
        queue.add(waiter);
        return waiter;
    }

    /** Whether nobody has waited for longer. */
    boolean isFirst(Waiter waiter) {
        return queue.peek() == waiter;
    }

    /** Leaves it, served or not. */
    void leave(Waiter waiter) {
        queue.remove(waiter);
        count.decrementAndGet();
        waking.set(false); // it may have been the one that was woken
    }

    /** A waiter looks for itself: the next may be woken. */
    void awake() {
        waking.set(false);
    }

    /** The first who has waited for long takes it directly; false when there is none. */
    boolean handOver(PoolEntry entry, long now) {
        for (var first = queue.peek(); first != null && now - first.since() >= PATIENCE; first = queue.peek()) {
            queue.remove(first);
            if (first.give(entry)) {
                return true;
            }
        }
        return false;
    }

    /** A connection did, by a plain store; who has entered the queue a moment ago looks again by himself. */
    void cameBack() {
        if (any()) {
            VarHandle.fullFence(); // or one who goes to sleep now would neither see it nor be seen
            if (areLeft()) {
                signal();
            }
        }
    }

    /** Somebody may find something. */
    void signal() {
        if (!waking.get() && waking.compareAndSet(false, true)) {
            var first = queue.peek();
            if (first == null) {
                waking.set(false);
            } else {
                first.wake();
            }
        }
    }

    /** The first gets a failure; false when nobody waits. */
    boolean fail(Exception cause) {
        for (var first = queue.poll(); first != null; first = queue.poll()) {
            if (first.give(cause)) {
                return true;
            }
        }
        return false;
    }
}
