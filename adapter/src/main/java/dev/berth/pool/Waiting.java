package dev.berth.pool;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ResourceAllocationException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** One borrow that found nothing at once, and how it ends: with a connection, a failure, or when its time is up. */
record Waiting(Pool pool, Growth growth, LongSupplier clock, Duration patience) {

    /** Whoever gave one back when this began may not have seen it: it looks again soon, and less and less often. */
    private static final long FIRST_NAP = 10_000_000; // nanoseconds

    private static final long LONGEST_NAP = 1_000_000_000;

    /** A connection that came in time. */
    PoolEntry await() throws ResourceException {
        long begin = clock.getAsLong();
        requireOpen();
        boolean onItsWay =
                growth.hasPlace() || growth.opening() > pool.waiters().count(); // for nobody else
        int most = onItsWay ? -1 : pool.config().maxWaiting();
        var waiter = pool.waiters().enter(begin, most); // first: what is opened for it must find it waiting
        if (waiter == null) {
            throw exhausted("nobody may wait (maxWaiting " + pool.config().maxWaiting() + ")", 0);
        }
        growth.grow(pool);
        try {
            return served(waiter, begin);
        } finally {
            pool.waiters().leave(waiter);
            pool.statistics().waited(clock.getAsLong() - begin);
            if (pool.waiters().any()) {
                pool.waiters().signal(); // what this one leaves may be another's
            }
        }
    }

    private PoolEntry served(Waiter waiter, long begin) throws ResourceException {
        long most = patience.toNanos();
        for (long nap = FIRST_NAP; true; nap = Math.min(2 * nap, LONGEST_NAP)) {
            pool.waiters().awake();
            var entry = pool.look();
            if (entry != null) {
                return mine(waiter, entry);
            }
            long left = most == 0 ? Long.MAX_VALUE : most - (clock.getAsLong() - begin);
            if (waiter.get() == null && left > 0 && !Thread.currentThread().isInterrupted() && !pool.isClosed()) {
                LockSupport.parkNanos(waiter, Math.min(left, pool.waiters().isFirst(waiter) ? nap : LONGEST_NAP));
            }
            if (waiter.get() != null) {
                return result(waiter);
            }
            if (left <= 0 || Thread.currentThread().isInterrupted() || pool.isClosed()) {
                if (!waiter.giveUp()) {
                    return result(waiter);
                }
                throw gaveUp(left, begin);
            }
        }
    }

    /** It found one by itself; what was handed to it meanwhile goes to the next. */
    private PoolEntry mine(Waiter waiter, PoolEntry entry) {
        if (!waiter.giveUp() && waiter.get() instanceof PoolEntry other) {
            pool.giveBack(other);
        }
        return entry;
    }

    private PoolEntry result(Waiter waiter) throws ResourceException {
        if (waiter.get() instanceof PoolEntry entry) {
            return entry;
        }
        var cause = (Exception) waiter.get();
        var failure = new ResourceAllocationException(
                pool.config().name() + ": no connection can be opened: " + (cause == null ? "" : cause.getMessage()));
        failure.initCause(cause);
        failure.setErrorCode(Growth.errorCode(cause));
        throw failure;
    }

    private ResourceException gaveUp(long left, long begin) {
        if (pool.isClosed()) {
            return new ResourceAllocationException(pool.config().name() + " is closed", "08003");
        }
        if (left <= 0) {
            pool.statistics().timedOut();
            return exhausted("none came back", clock.getAsLong() - begin);
        }
        return new ResourceAllocationException(
                pool.config().name() + ": interrupted while waiting for a connection", "08001");
    }

    private ResourceAllocationException exhausted(String why, long waited) {
        var text = new Exhaustion(
                        pool.config(),
                        pool.statistics()
                                .snapshot(pool.entries(), pool.waiters().count()),
                        growth)
                .text(why, waited, clock.getAsLong(), pool.entries());
        var failure = new ResourceAllocationException(text, Growth.errorCode(growth.lastFailure()));
        if (growth.lastFailure() != null) {
            failure.initCause(growth.lastFailure());
        }
        return failure;
    }

    private void requireOpen() throws ResourceException {
        if (pool.isClosed()) {
            throw new ResourceAllocationException(pool.config().name() + " is closed", "08003");
        }
    }
}
