package dev.berth.pool;

import dev.berth.pool.FakeFactory.Fake;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionRequestInfo;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.LockSupport;

/** One borrow in a thread of its own, which may wait. */
final class Borrower {

    private volatile Thread thread;
    private volatile Fake got;
    private volatile ResourceException failure;
    private volatile boolean done;

    /** When it began to wait, by the pool's clock. */
    long since;

    Borrower(ExecutorService threads, long since, Callable<Object> borrow) {
        this.since = since;
        threads.execute(() -> {
            thread = Thread.currentThread();
            try {
                got = (Fake) borrow.call();
            } catch (ResourceException refused) {
                failure = refused;
            } catch (Exception impossible) {
                throw new IllegalStateException(impossible);
            } finally {
                thread = null;
                Thread.interrupted(); // or the next borrow of this thread would be given up
                done = true;
            }
        });
    }

    static ConnectionRequestInfo anybody() {
        return new ConnectionRequestInfo() {
            private static final long serialVersionUID = 1L;
        };
    }

    boolean isDone() {
        return done;
    }

    /** Parked, by the queue or behind the gate. */
    boolean isWaiting() {
        return blocker() != null;
    }

    /** Parked by the queue. */
    boolean isQueued() {
        return blocker() instanceof Waiter;
    }

    private Object blocker() {
        var waiting = thread;
        return waiting == null ? null : LockSupport.getBlocker(waiting);
    }

    boolean hasFailed(String code) {
        return done && failure != null && code.equals(failure.getErrorCode());
    }

    /** What it got; null when it got none. */
    Fake got() {
        return got;
    }

    /** It is another time: it may have had enough. */
    void look() {
        LockSupport.unpark(thread);
    }

    void interrupt() {
        var waiting = thread;
        if (waiting != null) {
            waiting.interrupt();
        }
    }

    @Override
    public String toString() {
        return done ? failure == null ? "served" : "refused: " + failure.getErrorCode() : "waiting";
    }
}
