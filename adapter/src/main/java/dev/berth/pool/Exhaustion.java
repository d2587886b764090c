package dev.berth.pool;

import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;

/** What a borrower is told that got no connection: the pool, its sizes, who has the connections, what failed last. */
record Exhaustion(PoolConfig config, PoolSnapshot now, Growth growth) {

    String text(String why, long waited, PoolEntry[] entries) {
        var failure = growth.lastFailure();
        return config.name() + ": no connection within "
                + Duration.ofNanos(waited).toMillis() + " ms, " + why + ": "
                + now.lent() + " lent of " + config.most() + ", " + now.idle() + " idle, " + growth.opening()
                + " being opened, " + now.waiting() + " waiting" + holders(entries)
                + (failure == null
                        ? ""
                        : "; the last failure to connect: " + failure.getMessage() + " (SQLState "
                                + Growth.errorCode(failure) + ")");
    }

    /** Those that have had one for longest: the fewest borrows tell it, without a clock at each borrow. */
    private static String holders(PoolEntry[] entries) {
        var names = Arrays.stream(entries)
                .filter(PoolEntry::isLeased)
                .sorted(Comparator.comparingLong(PoolEntry::leases))
                .map(PoolEntry::holder)
                .filter(thread -> thread != null)
                .limit(3)
                .map(thread -> thread.getName() + (thread.isAlive() ? "" : " (a thread that has ended)"))
                .toList();
        return names.isEmpty() ? "" : "; lent to " + String.join(", ", names);
    }
}
