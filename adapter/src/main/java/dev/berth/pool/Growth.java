package dev.berth.pool;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.RetryableUnavailableException;
import jakarta.resource.spi.SecurityException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Opens the connections of a pool, off its borrowers' threads: one that hangs while it connects holds up nobody who could
 * be served otherwise.
 */
final class Growth {

    private static final long FIRST_PAUSE = 50; // milliseconds
    private static final long LONGEST_PAUSE = 1_000;

    /** Where connections come from. */
    @FunctionalInterface
    interface Source {
        ManagedConnection open() throws ResourceException;
    }

    private final PoolConfig config;
    private final Source source;
    private final ScheduledExecutorService threads;
    private final AtomicInteger reserved = new AtomicInteger();
    private final AtomicInteger opening = new AtomicInteger();
    private final AtomicInteger failuresInARow = new AtomicInteger();
    private volatile @Nullable Exception lastFailure;

    Growth(PoolConfig config, Source source, ScheduledExecutorService threads) {
        this.config = config;
        this.source = source;
        this.threads = threads;
    }

    /** Opens one more, where there is place for it and somebody waits who has none on its way already. */
    void grow(Pool pool) {
        if (opening.get() < pool.waiters().count()) {
            grow(pool, config.most());
        }
    }

    /** Whether one more could be opened. */
    boolean hasPlace() {
        return reserved.get() < config.most();
    }

    /** Opens one more to be idle; false where there is no place. */
    boolean growIdle(Pool pool) {
        return grow(pool, config.maximumSize());
    }

    private boolean grow(Pool pool, int most) {
        for (int now = reserved.get(); now < most && !pool.isClosed(); now = reserved.get()) {
            if (reserved.compareAndSet(now, now + 1)) {
                opening.incrementAndGet();
                return begun(pool);
            }
        }
        return false;
    }

    private boolean begun(Pool pool) {
        try {
            threads.execute(() -> open(pool));
            return true;
        } catch (RejectedExecutionException closed) { // meanwhile: whoever waits is told so by the pool
            opening.decrementAndGet();
            reserved.decrementAndGet();
            return false;
        }
    }

    private void open(Pool pool) {
        try {
            var entry = new PoolEntry(pool, source.open());
            failuresInARow.set(0);
            opening.decrementAndGet();
            pool.add(entry);
        } catch (ResourceException | RuntimeException | Error failure) {
            opening.decrementAndGet();
            reserved.decrementAndGet();
            failed(pool, failure instanceof Exception exception ? exception : new IllegalStateException(failure));
        }
    }

    private void failed(Pool pool, Exception failure) {
        lastFailure = failure;
        pool.statistics().failed();
        pool.changed();
        int row = failuresInARow.incrementAndGet();
        if (isFinal(failure) || failure instanceof RetryableUnavailableException && pool.entries().length == 0) {
            pool.waiters().fail(failure);
        }
        if (pool.waiters().any()) {
            long pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE << Math.min(row - 1, 5));
            var unused = threads.schedule(() -> retry(pool), pause, TimeUnit.MILLISECONDS); // whoever waits will see
        }
    }

    private void retry(Pool pool) {
        if (pool.waiters().any()) {
            grow(pool);
        }
    }

    /** Another try would fail alike. */
    private static boolean isFinal(Exception failure) {
        return failure instanceof SecurityException
                || failure instanceof InvalidPropertyException
                || failure instanceof RuntimeException;
    }

    /** A connection has gone: there is place for another. */
    void left() {
        reserved.decrementAndGet();
    }

    int opening() {
        return opening.get();
    }

    @Nullable
    Exception lastFailure() {
        return lastFailure;
    }

    /** The SQLState of a failure; too many connections (53300), where there was none. */
    static String errorCode(@Nullable Exception failure) {
        return failure instanceof ResourceException resource && resource.getErrorCode() != null
                ? resource.getErrorCode()
                : "53300";
    }
}
