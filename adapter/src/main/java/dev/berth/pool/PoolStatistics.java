package dev.berth.pool;

import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** What a pool has done. Borrows are counted by the entries themselves: the way without a wait touches nothing here. */
final class PoolStatistics {

    private final LongAdder borrowsOfClosed = new LongAdder();
    private final LongAdder waits = new LongAdder();
    private final LongAdder waited = new LongAdder();
    private final LongAccumulator longest = new LongAccumulator(Math::max, 0);
    private final LongAdder timeouts = new LongAdder();
    private final LongAdder opened = new LongAdder();
    private final LongAdder closed = new LongAdder();
    private final LongAdder failed = new LongAdder();

    void waited(long nanoseconds) {
        waits.increment();
        waited.add(nanoseconds);
        longest.accumulate(nanoseconds);
    }

    void timedOut() {
        timeouts.increment();
    }

    void opened() {
        opened.increment();
    }

    void closed(PoolEntry entry) {
        closed.increment();
        borrowsOfClosed.add(entry.leases());
    }

    void failed() {
        failed.increment();
    }

    PoolSnapshot snapshot(PoolEntry[] entries, int waiting) {
        int idle = 0;
        int lent = 0;
        long borrows = borrowsOfClosed.sum();
        for (var entry : entries) {
            borrows += entry.leases();
            idle += entry.isIdle() ? 1 : 0;
            lent += entry.isLeased() ? 1 : 0;
        }
        return new PoolSnapshot(
                entries.length,
                idle,
                lent,
                waiting,
                borrows,
                waits.sum(),
                waited.sum(),
                longest.get(),
                timeouts.sum(),
                opened.sum(),
                closed.sum(),
                failed.sum());
    }
}
