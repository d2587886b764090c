package dev.berth.pool;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The few threads of a pool: they connect, and look after it when there is something to do; otherwise they end. */
final class PoolThreads implements AutoCloseable {

    private static final Logger LOG = System.getLogger("dev.berth.pool");

    private static final long LEAST = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long MOST = TimeUnit.DAYS.toNanos(3650);

    private final ScheduledThreadPoolExecutor threads;
    private final LongSupplier clock;

    PoolThreads(ScheduledThreadPoolExecutor threads, LongSupplier clock) {
        this.threads = threads;
        this.clock = clock;
    }

    /** Those of a pool. */
    static ScheduledThreadPoolExecutor of(PoolConfig config) {
        var threads = new ScheduledThreadPoolExecutor(config.connectThreads(), work -> daemon(config.name(), work));
        threads.setKeepAliveTime(10, TimeUnit.MINUTES); // it wakes so often where something is planned for later
        threads.allowCoreThreadTimeOut(true);
        threads.setRemoveOnCancelPolicy(true);
        return threads;
    }

    private static Thread daemon(String name, Runnable work) {
        var thread = new Thread(work, name + " connects");
        thread.setDaemon(true);
        return thread;
    }

    ScheduledExecutorService executor() {
        return threads;
    }

    /** How much is planned. */
    int planned() {
        return threads.getQueue().size();
    }

    /** Has something done again and again. */
    void every(Duration period, Runnable work) {
        var unused = threads.scheduleWithFixedDelay( // never awaited: it ends with the pool
                () -> guarded(work), period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Has something done when it is due: what comes back is told in how many nanoseconds that is, at the latest. */
    LongConsumer alarm(Runnable work) {
        return new Alarm(work);
    }

    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException failure) { // or it would never be done again
            LOG.log(Level.WARNING, "A pool could not be looked after", failure);
        }
    }

    /** One piece of work, planned once at most. */
    private final class Alarm implements LongConsumer {

        private final Runnable work;
        private @Nullable ScheduledFuture<?> planned;
        private long at;

        Alarm(Runnable work) {
            this.work = work;
        }

        @Override
        public synchronized void accept(long nanoseconds) {
            long delay = Math.max(nanoseconds, LEAST);
            long wanted = clock.getAsLong() + delay;
            if (delay > MOST || planned != null && at - wanted <= 0) {
                return;
            }
            if (planned != null) {
                planned.cancel(false);
            }
            at = wanted;
            planned = plan(delay);
        }

        private @Nullable ScheduledFuture<?> plan(long delay) {
            try {
                return threads.schedule(this::ring, delay, TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException closed) { // there is nothing to look after any more
                return null;
            }
        }

        private void ring() {
            rings();
            guarded(work);
        }

        private synchronized void rings() {
            planned = null;
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
