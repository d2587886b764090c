package dev.berth.pool;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** The connections of one pool: each borrow reads them without a lock. */
final class PoolEntries {

    private static final long LOOK_AGAIN = 50_000_000; // nanoseconds

    private volatile PoolEntry[] all = {};

    PoolEntry[] all() {
        return all;
    }

    int count() {
        return all.length;
    }

    boolean areNone() {
        return all.length == 0;
    }

    synchronized void add(PoolEntry entry) {
        var more = Arrays.copyOf(all, all.length + 1);
        more[all.length] = entry;
        all = more;
    }

    synchronized void remove(PoolEntry entry) {
        all = Arrays.stream(all).filter(other -> other != entry).toArray(PoolEntry[]::new);
        notifyAll();
    }

    /**
     * Until there is none, for that long at most.
     *
     * @param look done now and then meanwhile
     */
    void awaitEmpty(Duration patience, Runnable look) {
        long end = System.nanoTime() + patience.toNanos();
        try {
            for (long left = patience.toNanos(); !areNone() && left > 0; left = end - System.nanoTime()) {
                awaitFewer(Math.min(left, LOOK_AGAIN));
                look.run();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt(); // closed without waiting then
        }
    }

    private synchronized void awaitFewer(long most) throws InterruptedException {
        if (!areNone()) {
            TimeUnit.NANOSECONDS.timedWait(this, most);
        }
    }
}
