package dev.berth.managed;

import org.jspecify.annotations.Nullable;

/** What has happened in the transaction that a connection works for: whether anything, whose thread, what failed. */
final class ContainerWork {

    private volatile boolean worked;
    private volatile boolean wrote;
    private volatile @Nullable Thread worker;
    private volatile @Nullable String firstFailure;

    /** A transaction of the container begins, in the thread that will work in it. */
    void begins() {
        over();
        worker = Thread.currentThread();
    }

    /**
     * A statement is about to run in it.
     *
     * @return true for the first
     */
    boolean working() {
        if (worker != Thread.currentThread()) {
            worker = Thread.currentThread();
        }
        if (worked) {
            return false;
        }
        worked = true;
        return true;
    }

    /** A statement has come back that was no mere question. */
    void write() {
        if (!wrote) {
            wrote = true;
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
        var now = worker;
        return now != null && now != Thread.currentThread();
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
        // a look costs nothing, a write that others see does
        if (worked) {
            worked = false;
        }
        if (wrote) {
            wrote = false;
        }
        if (firstFailure != null) {
            firstFailure = null;
        }
        if (worker != null) {
            worker = null;
        }
    }
}
