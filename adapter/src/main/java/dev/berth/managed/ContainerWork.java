package dev.berth.managed;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What has happened in the transaction that a connection works for: whether anything, whose thread, what failed.
 * Others see it a moment later, which is as good: each transaction writes it, and a fence would wait for all that was
 * written before.
 */
final class ContainerWork extends Padded {

    private static final VarHandle WORKED = Fields.of(MethodHandles.lookup(), "worked", boolean.class);
    private static final VarHandle WROTE = Fields.of(MethodHandles.lookup(), "wrote", boolean.class);
    private static final VarHandle WORKER = Fields.of(MethodHandles.lookup(), "worker", Thread.class);

    private volatile boolean worked;
    private volatile boolean wrote;
    private volatile @Nullable Thread worker;
    private volatile @Nullable String firstFailure;

    /** A transaction of the container begins, in the thread that will work in it. */
    void begins() {
        over();
        WORKER.setRelease(this, Thread.currentThread());
    }

    /**
     * A statement is about to run in it.
     *
     * @return true for the first
     */
    boolean working() {
        if (worker != Thread.currentThread()) {
            WORKER.setRelease(this, Thread.currentThread());
        }
        if (worked) {
            return false;
        }
        WORKED.setRelease(this, true);
        return true;
    }

    /** A statement has come back that was no mere question. */
    void write() {
        if (!wrote) {
            WROTE.setRelease(this, true);
        }
    }

    /** Whether a write was seen; one that only the database knows of was not. */
    boolean wrote() {
        return wrote;
    }

    /** Whether a statement has run in it. */
    boolean worked() {
        return worked;
    }

    /** Whether the work is that of another thread than the caller's. */
    boolean isElsewhere() {
        return elsewhere() != null;
    }

    /** The thread whose work it is, where that is not the caller; null otherwise. */
    @Nullable
    Thread elsewhere() {
        var now = worker;
        return now == Thread.currentThread() ? null : now;
    }

    /** A statement has failed with that SQLState. */
    void failed(@Nullable String sqlState) {
        if (firstFailure == null) {
            firstFailure = sqlState;
        }
    }

    /** The SQLState of the first statement that failed, for a message; forgotten with it. */
    String takeFirstFailure() {
        var first = firstFailure;
        firstFailure = null;
        return String.valueOf(first);
    }

    /** The transaction has ended. */
    void over() {
        if (worked) {
            WORKED.setRelease(this, false);
        }
        if (wrote) {
            WROTE.setRelease(this, false);
        }
        if (firstFailure != null) {
            firstFailure = null;
        }
        if (worker != null) {
            WORKER.setRelease(this, null);
        }
    }
}
