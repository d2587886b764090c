package dev.berth.managed;

import java.util.EnumSet;
import java.util.Set;

/**
 * The life and the work of one managed connection: every legal move is a method, every other is refused here. The lock
 * is held over the two fields only, never over I/O or a listener.
 */
final class ConnectionState {

    private volatile Life life = Life.READY;
    private volatile Work work = Work.NONE;
    private int turn;

    Life life() {
        return life;
    }

    Work work() {
        return work;
    }

    boolean usable() {
        var now = life;
        return now == Life.READY || now == Life.LEASED || now == Life.RENEWING;
    }

    // ---- life ----

    /**
     * A handle is given out, or a transaction manager has work for it.
     *
     * @return where it stood before; RENEWING: it was taken away from whoever renewed it
     */
    synchronized Life lease() {
        if (!usable()) {
            throw refused("lease");
        }
        var before = life;
        life = Life.LEASED;
        return before;
    }

    /** A transaction manager has work for it outside any lease, as recovery has: from now on nobody renews it. */
    synchronized void claim() {
        if (life == Life.READY || life == Life.RENEWING) {
            life = Life.LEASED;
        }
    }

    /**
     * Its physical connection is about to be asked or replaced, while it is idle.
     *
     * @return the turn, to be named in what follows; 0 when it is not idle
     */
    synchronized int renews() {
        if (life != Life.READY || work != Work.NONE) {
            return 0;
        }
        life = Life.RENEWING;
        return ++turn;
    }

    /** Whether nobody has taken it away since. */
    synchronized boolean holds(int which) {
        return life == Life.RENEWING && turn == which;
    }

    /**
     * That is done.
     *
     * @param last done before anybody can borrow it; assigns fields and no more
     * @return false when it was taken away meanwhile: then nothing has happened
     */
    synchronized boolean renewed(int which, Runnable last) {
        if (!holds(which)) {
            return false;
        }
        last.run();
        life = Life.READY;
        return true;
    }

    /** The connection goes back to its pool. */
    synchronized void release() {
        if (!usable() || work != Work.NONE) {
            throw refused("release");
        }
        life = Life.READY;
    }

    /**
     * The session is gone.
     *
     * @return true once, for the one who has to tell the pool
     */
    synchronized boolean breaks() {
        if (!usable()) {
            return false;
        }
        life = Life.BROKEN;
        return true;
    }

    /**
     * Closed for good.
     *
     * @return true once, for the one who has to close
     */
    synchronized boolean destroy() {
        if (life == Life.DESTROYED) {
            return false;
        }
        life = Life.DESTROYED;
        return true;
    }

    // ---- work ----

    /**
     * A statement with autocommit off begins the application's transaction.
     *
     * @return true for the statement that began it
     */
    synchronized boolean applicationBegins() {
        if (work == Work.APPLICATION) {
            return false;
        }
        move("begin the application's transaction", EnumSet.of(Work.NONE), Work.APPLICATION);
        return true;
    }

    /**
     * The application's transaction ends, if there was one.
     *
     * @return true when there was one
     */
    synchronized boolean applicationEnds() {
        var before = work;
        move("end the application's transaction", EnumSet.of(Work.NONE, Work.APPLICATION), Work.NONE);
        return before == Work.APPLICATION;
    }

    /** The container begins a local transaction. */
    void containerBegins() {
        move("begin the container's transaction", EnumSet.of(Work.NONE), Work.CONTAINER);
    }

    /** The container's local transaction ends. */
    void containerEnds() {
        move("end the container's transaction", EnumSet.of(Work.CONTAINER), Work.NONE);
    }

    /** An XA branch starts. */
    void branchStarts() {
        move("start a branch", EnumSet.of(Work.NONE), Work.BRANCH);
    }

    /** The branch is joined again after its end. */
    void branchJoins() {
        move("join the branch", EnumSet.of(Work.BRANCH_ENDED), Work.BRANCH);
    }

    /** The branch is suspended. */
    void branchSuspends() {
        move("suspend the branch", EnumSet.of(Work.BRANCH), Work.BRANCH_SUSPENDED);
    }

    /** The suspended branch goes on. */
    void branchResumes() {
        move("resume the branch", EnumSet.of(Work.BRANCH_SUSPENDED), Work.BRANCH);
    }

    /** The work of the branch ends; its outcome is still open. */
    void branchEnds() {
        move("end the branch", EnumSet.of(Work.BRANCH, Work.BRANCH_SUSPENDED), Work.BRANCH_ENDED);
    }

    /** The branch leaves this connection: prepared, committed or rolled back; without one it is nothing. */
    synchronized void branchLeaves() {
        if (work.ofBranch()) {
            work = Work.NONE;
        }
    }

    private synchronized void move(String what, Set<Work> from, Work to) {
        if (!from.contains(work)) {
            throw refused(what);
        }
        work = to;
    }

    private IllegalStateException refused(String what) {
        return new IllegalStateException("Cannot " + what + ": the connection is " + this);
    }

    @Override
    public String toString() {
        return life + ", work " + work;
    }
}
