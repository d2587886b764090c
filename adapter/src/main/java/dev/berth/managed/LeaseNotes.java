package dev.berth.managed;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import javax.transaction.xa.Xid;
import org.jspecify.annotations.Nullable;

/**
 * What is noted of a connection while it is out: since when, for which branch, whether anything has happened, whose
 * thread it was, what failed. In one object with the connection's state, for each transaction writes it, and finds what
 * it writes with another processor. Others see it a moment later, which is as good: a fence would wait for all that was
 * written before.
 */
abstract class LeaseNotes extends Padded {

    private static final VarHandle LEASED_AT = Fields.of(MethodHandles.lookup(), "leasedAt", long.class);
    private static final VarHandle TOUCHED = Fields.of(MethodHandles.lookup(), "touched", boolean.class);
    private static final VarHandle WORKED = Fields.of(MethodHandles.lookup(), "worked", boolean.class);
    private static final VarHandle WROTE = Fields.of(MethodHandles.lookup(), "wrote", boolean.class);
    private static final VarHandle WORKER = Fields.of(MethodHandles.lookup(), "worker", Thread.class);
    private static final VarHandle LESSEE = Fields.of(MethodHandles.lookup(), "lessee", Thread.class);
    private static final VarHandle AT_WORK = Fields.of(MethodHandles.lookup(), "atWork", boolean.class);
    private static final VarHandle BRANCH = Fields.of(MethodHandles.lookup(), "branch", Xid.class);

    private volatile long leasedAt;
    private volatile boolean touched;
    private boolean used; // written by the borrower, read at cleanup
    private volatile boolean worked;
    private volatile boolean wrote;
    private volatile boolean atWork;
    private volatile @Nullable Thread worker;
    private volatile @Nullable Thread lessee;
    private boolean forTransaction; // as used
    private volatile @Nullable String firstFailure;
    private volatile @Nullable Xid branch;

    // ---- since the lease ----

    void leasedAt(long now) {
        LEASED_AT.setRelease(this, now);
    }

    long leasedAt() {
        return leasedAt;
    }

    /** Something may be left in the session from now on; whoever cleans it sees so, for they get it later. */
    void touch() {
        if (!touched) {
            TOUCHED.setRelease(this, true);
        }
    }

    /** Whether anybody has asked for the driver's connection since the lease: without that nothing is left in it. */
    boolean isTouched() {
        return touched;
    }

    /** The session has been made clean. */
    void untouched() {
        TOUCHED.setRelease(this, false);
    }

    /** The database is sent something. */
    void use() {
        if (!used) {
            used = true;
        }
    }

    /** Whether the database was sent anything since this was asked last. */
    boolean takeUsed() {
        boolean was = used;
        if (was) {
            used = false;
        }
        return was;
    }

    /** The caller has leased it for a transaction, and may borrow it in it. */
    void leasedForTransaction() {
        if (lessee != Thread.currentThread()) {
            LESSEE.setRelease(this, Thread.currentThread());
        }
        forTransaction = true;
    }

    /** Whether the caller has. */
    boolean isLessee() {
        return forTransaction && lessee == Thread.currentThread();
    }

    /** It goes back to its pool. */
    void leaseEnds() {
        if (forTransaction) {
            forTransaction = false;
        }
    }

    /**
     * Threads are noted for longer than what they did, since mostly the same one comes again, and to write a reference
     * costs the collector's barriers: one that has ended is not kept, with all that its class loaders have loaded. One
     * that has ended in the middle of its work is: the work is nobody else's, and a timeout has to take it away.
     */
    void forgetEnded() {
        if (!atWork) {
            forgetEnded(WORKER, worker);
        }
        forgetEnded(LESSEE, lessee);
    }

    private void forgetEnded(VarHandle noted, @Nullable Thread thread) {
        if (thread != null && !thread.isAlive()) {
            noted.compareAndSet(this, thread, null);
        }
    }

    // ---- in the transaction ----

    /**
     * The branch that the connection works for and has not let go: the object that it was begun with, and no copy, for
     * it is kept for no longer than its branch. It does not become another branch's meanwhile.
     */
    @Nullable
    Xid branch() {
        return branch;
    }

    /** Written by the thread that works in the branch; another that rolls it back comes long after. */
    void branch(@Nullable Xid now) {
        BRANCH.setRelease(this, now);
    }

    /** A transaction of the container begins, in the thread that will work in it. */
    void begins() {
        over();
        works();
    }

    private void works() {
        if (worker != Thread.currentThread()) {
            WORKER.setRelease(this, Thread.currentThread());
        }
        if (!atWork) {
            AT_WORK.setRelease(this, true);
        }
    }

    /**
     * A statement is about to run in it.
     *
     * @return true for the first
     */
    boolean working() {
        works();
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
        if (!atWork) {
            return null;
        }
        var now = worker; // after it: whoever is at work has been noted before
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
        if (atWork) {
            AT_WORK.setRelease(this, false);
        }
    }
}
