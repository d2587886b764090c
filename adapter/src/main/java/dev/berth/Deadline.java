package dev.berth;

import dev.berth.managed.RunningStatements;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Until when a piece of work may take, waiting for its connection included. From then on whatever statement runs on the
 * connection is cancelled, again and again, until the work is over.
 */
final class Deadline {

    private static final Logger LOG = System.getLogger("dev.berth");

    private static final long AGAIN = TimeUnit.MILLISECONDS.toNanos(20);

    private final String name;
    private final Duration allowed;
    private final Executor threads;
    private final long end;

    Deadline(String name, Duration allowed, Executor threads) {
        if (allowed.isNegative() || allowed.isZero()) {
            throw new IllegalArgumentException("deadline: " + allowed + " is not above zero: give a time");
        }
        this.name = name;
        this.allowed = allowed;
        this.threads = threads;
        this.end = System.nanoTime() + allowed.toNanos();
    }

    /**
     * What is left.
     *
     * @throws SQLTimeoutException when nothing is
     */
    Duration left() throws SQLTimeoutException {
        long left = end - System.nanoTime();
        if (left <= 0) {
            throw passed(null);
        }
        return Duration.ofNanos(left);
    }

    private SQLTimeoutException passed(@Nullable Throwable cause) {
        return new SQLTimeoutException(
                name + ": not done within the deadline of " + allowed.toMillis() + " ms",
                "57014", // query_canceled
                cause);
    }

    /** The same work, cancelled at the deadline; with an SQLTimeoutException where it failed for that, or ended later. */
    <T extends @Nullable Object> SqlFunction<T> guarding(SqlFunction<T> work) {
        return connection -> {
            var guard = new Guard(connection);
            guard.plan(left().toNanos());
            T result;
            try {
                result = work.apply(connection);
            } catch (SQLException failure) {
                throw guard.ends() ? passed(failure) : failure;
            } finally {
                guard.ends();
            }
            if (guard.ends()) {
                throw passed(null);
            }
            return result;
        };
    }

    /** Watches over one connection. */
    private final class Guard {

        private final Connection connection;
        private volatile boolean over;
        private volatile boolean rang;

        /** Held while a cancel is sent: none may be on its way when the connection is another's. */
        private final Semaphore cancelling = new Semaphore(1);

        Guard(Connection connection) {
            this.connection = connection;
        }

        private void plan(long delay) {
            var unused = CompletableFuture.runAsync(
                    this::ring, CompletableFuture.delayedExecutor(delay, TimeUnit.NANOSECONDS, threads));
        }

        private void ring() {
            if (!over && cancelling.tryAcquire()) {
                try {
                    cancel();
                } finally {
                    cancelling.release();
                }
                plan(AGAIN);
            }
        }

        private void cancel() {
            if (over) {
                return;
            }
            rang = true;
            try {
                RunningStatements.cancel(connection);
            } catch (SQLException failure) { // the next try may succeed; the work ends by itself otherwise
                LOG.log(Level.DEBUG, name + ": a statement could not be cancelled at its deadline", failure);
            }
        }

        /** The work is over; nothing of it is cancelled from now on. True when its time was. */
        boolean ends() {
            over = true;
            cancelling.acquireUninterruptibly();
            cancelling.release();
            return rang;
        }
    }
}
