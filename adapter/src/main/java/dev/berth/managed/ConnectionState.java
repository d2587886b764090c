package dev.berth.managed;

import java.util.function.IntUnaryOperator;

/**
 * The life and the work of one managed connection: every legal move is a method, every other is refused here. Both stand
 * in one word: who moves it out of READY owns it, and gives it back without a compare-and-set, for its end stands in a
 * field of its own, which anybody may set and nobody takes back. What every borrow does (lease, release) takes no lock.
 * What takes a connection out of RENEWING does, so that {@link #renewed} can finish before anybody has it.
 */
final class ConnectionState extends VisibleState {

    // ---- life ----

    /**
     * A handle is given out, or a transaction manager has work for it.
     *
     * @return where it stood before; RENEWING: it was taken away from whoever renewed it
     */
    Life lease() {
        int now = word();
        var before = StateWord.isReady(now) && moves(now, StateWord.leased(now)) ? Life.READY : claim();
        if (!usable()) {
            throw refused("lease");
        }
        return before;
    }

    /** As {@link #lease}, of one that is gone too: a manager may have work for it outside any, as recovery has. */
    Life claim() {
        return StateWord.isLeased(word()) ? Life.LEASED : StateWord.life(become(StateWord::leased));
    }

    /** Answers what was before. */
    private int become(IntUnaryOperator next) {
        int now = word();
        return !StateWord.isRenewing(now) && moves(now, next.applyAsInt(now)) ? now : takeAway(next);
    }

    /** The one way out of RENEWING but {@link #renewed}. */
    private synchronized int takeAway(IntUnaryOperator next) {
        int now;
        do {
            now = word();
        } while (!moves(now, next.applyAsInt(now)));
        return now;
    }

    /**
     * Its physical connection is about to be asked or replaced, while it is idle.
     *
     * @return the turn, to be named in what follows; 0 when it is not idle
     */
    int renews() {
        int now = word();
        if (!StateWord.isIdle(now) || !usable()) {
            return 0;
        }
        int renewing = StateWord.renewing(now);
        return moves(now, renewing) ? StateWord.turn(renewing) : 0;
    }

    /** Whether nobody has taken it away since. */
    boolean holds(int which) {
        int now = word();
        return usable() && StateWord.isRenewing(now) && StateWord.turn(now) == which;
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
        become(StateWord::ready);
        return true;
    }

    /** The connection goes back to its pool: by its owner, whom nobody contends with. */
    void release() {
        int now = word();
        if (!usable() || !StateWord.worksForNobody(now)) {
            throw refused("release");
        }
        leaseEnds();
        if (StateWord.isLeased(now)) {
            becomes(StateWord.ready(now));
        } else {
            become(StateWord::ready); // as whoever leases one that is being renewed
        }
    }

    /**
     * The session is gone.
     *
     * @return true once, for the one who has to tell the pool
     */
    boolean breaks() {
        return breaksOnce();
    }

    /**
     * Closed for good; what is there to be closed is not replaced from now on.
     *
     * @return true once, for the one who has to close
     */
    synchronized boolean destroy() {
        return destroysOnce();
    }

    // ---- work ----

    /**
     * A statement with autocommit off begins the application's transaction.
     *
     * @return true for the statement that began it
     */
    boolean applicationBegins() {
        return !works(StateWord.APPLICATION)
                && StateWord.worksForNobody(move(
                        "begin the application's transaction",
                        StateWord.NONE,
                        StateWord.APPLICATION,
                        StateWord.APPLICATION));
    }

    /**
     * The application's transaction ends, if there was one.
     *
     * @return true when there was one
     */
    boolean applicationEnds() {
        return !worksForNobody()
                && StateWord.works(
                        StateWord.APPLICATION,
                        move(
                                "end the application's transaction",
                                StateWord.NONE,
                                StateWord.APPLICATION,
                                StateWord.NONE));
    }

    /** The container begins a local transaction. */
    void containerBegins() {
        move("begin the container's transaction", StateWord.NONE, StateWord.CONTAINER);
    }

    /** The container's local transaction ends. */
    void containerEnds() {
        move("end the container's transaction", StateWord.CONTAINER, StateWord.NONE);
    }

    /** An XA branch starts. */
    void branchStarts() {
        move("start a branch", StateWord.NONE, StateWord.BRANCH);
    }

    /** The branch is joined again after its end. */
    void branchJoins() {
        move("join the branch", StateWord.BRANCH_ENDED, StateWord.BRANCH);
    }

    /** The branch is suspended. */
    void branchSuspends() {
        move("suspend the branch", StateWord.BRANCH, StateWord.BRANCH_SUSPENDED);
    }

    /** The suspended branch goes on. */
    void branchResumes() {
        move("resume the branch", StateWord.BRANCH_SUSPENDED, StateWord.BRANCH);
    }

    /** The work of the branch ends; its outcome is still open. */
    void branchEnds() {
        move("end the branch", StateWord.BRANCH, StateWord.BRANCH_SUSPENDED, StateWord.BRANCH_ENDED);
    }

    /** The branch leaves this connection: prepared, committed or rolled back; without one it is nothing. */
    void branchLeaves() {
        int now = word();
        while (StateWord.ofBranch(now) && !moves(now, StateWord.with(now, StateWord.NONE))) {
            now = word();
        }
    }

    private void move(String what, int from, int to) {
        move(what, from, from, to);
    }

    /** From either work. Answers the word before. */
    private int move(String what, int from, int orFrom, int to) {
        while (true) {
            int now = word();
            if (!StateWord.works(from, now) && !StateWord.works(orFrom, now)) {
                throw refused(what);
            }
            if (moves(now, StateWord.with(now, to))) {
                return now;
            }
        }
    }

    private IllegalStateException refused(String what) {
        return new IllegalStateException("Cannot " + what + ": the connection is " + this);
    }
}
