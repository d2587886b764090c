package dev.berth.pool;

import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;

/** What a borrower is told that got no connection: the pool, its sizes, who has the connections, what failed last. */
record Exhaustion(PoolConfig config, PoolSnapshot now, Growth growth) {

    String text(String why, long waited, long clock, PoolEntry[] entries) {
        var failure = growth.lastFailure();
        return config.name() + ": no connection within "
                + Duration.ofNanos(waited).toMillis() + " ms, " + why + ": "
                + now.lent() + " lent of " + config.most() + ", " + now.idle() + " idle, " + growth.opening()
                + " being opened, " + now.waiting() + " waiting" + holders(clock, entries)
                + (failure == null
                        ? ""
                        : "; the last failure to connect: " + failure.getMessage() + " (SQLState "
                                + Growth.errorCode(failure) + ")");
    }

    /** Those that have had one for longest. */
    private static String holders(long clock, PoolEntry[] entries) {
        var names = Arrays.stream(entries)
                .filter(PoolEntry::isLeased)
                .sorted(Comparator.comparingLong(entry -> entry.lentAt() - clock))
                .map(entry -> holder(entry, clock))
                .filter(text -> !text.isEmpty())
                .limit(3)
                .toList();
        return names.isEmpty() ? "" : "; lent to " + String.join(", ", names);
    }

    private static String holder(PoolEntry entry, long clock) {
        var thread = entry.holder();
        long millis = Duration.ofNanos(Math.max(0, clock - entry.lentAt())).toMillis();
        return thread == null
                ? ""
                : thread.getName() + (thread.isAlive() ? "" : " (a thread that has ended)") + " for " + millis + " ms";
    }
}
