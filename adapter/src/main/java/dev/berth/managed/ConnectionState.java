package dev.berth.managed;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The life and the work of one managed connection: every legal move is a method, every other is refused here. Both stand
 * in one word: who moves it out of READY owns it, and gives it back without a compare-and-set, for its end stands in a
 * field of its own, which anybody may set and nobody takes back. What every borrow does (lease, release) takes no lock.
 * What takes a connection out of RENEWING does, so that {@link #renewed} can finish before anybody has it.
 */
final class ConnectionState extends LeaseNotes {

    private static final VarHandle WORD = Fields.of(MethodHandles.lookup(), "word", int.class);
    private static final VarHandle END = Fields.of(MethodHandles.lookup(), "end", Life.class);

    private volatile int word = StateWord.READY;

    /** BROKEN, and DESTROYED after it or at once; null before. */
    private volatile @Nullable Life end;

    Life life() {
        var last = end;
        return last != null ? last : StateWord.life(word);
    }

    Work work() {
        return StateWord.work(word);
    }

    boolean worksForNobody() {
        return StateWord.worksForNobody(word);
    }

    boolean usable() {
        return end == null;
    }

    private boolean moves(int from, int to) {
        return WORD.compareAndSet(this, from, to);
    }

    // ---- life ----

    /**
     * A handle is given out, or a transaction manager has work for it.
     *
     * @return where it stood before; RENEWING: it was taken away from whoever renewed it
     */
    Life lease() {
        int now = word;
        var before =
                StateWord.is(Life.READY, now) && moves(now, StateWord.with(now, Life.LEASED)) ? Life.READY : claim();
        if (end != null) {
            throw refused("lease");
        }
        return before;
    }

    /** As {@link #lease}, of one that is gone too: a manager may have work for it outside any, as recovery has. */
    Life claim() {
        return StateWord.is(Life.LEASED, word)
                ? Life.LEASED
                : StateWord.life(become(word -> StateWord.with(word, Life.LEASED)));
    }

    /** Answers what was before. */
    private int become(IntUnaryOperator next) {
        int now = word;
        return !StateWord.is(Life.RENEWING, now) && moves(now, next.applyAsInt(now)) ? now : takeAway(next);
    }

    /** The one way out of RENEWING but {@link #renewed}. */
    private synchronized int takeAway(IntUnaryOperator next) {
        int now;
        do {
            now = word;
        } while (!moves(now, next.applyAsInt(now)));
        return now;
    }

    /**
     * Its physical connection is about to be asked or replaced, while it is idle.
     *
     * @return the turn, to be named in what follows; 0 when it is not idle
     */
    int renews() {
        int now = word;
        if (!StateWord.isIdle(now) || end != null) {
            return 0;
        }
        int renewing = StateWord.renewing(now);
        return moves(now, renewing) ? StateWord.turn(renewing) : 0;
    }

    /** Whether nobody has taken it away since. */
    boolean holds(int which) {
        int now = word;
        return end == null && StateWord.life(now) == Life.RENEWING && StateWord.turn(now) == which;
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
        become(word -> StateWord.with(word, Life.READY));
        return true;
    }

    /** The connection goes back to its pool: by its owner, whom nobody contends with. */
    void release() {
        int now = word;
        if (end != null || !StateWord.worksForNobody(now)) {
            throw refused("release");
        }
        leaseEnds();
        if (StateWord.is(Life.LEASED, now)) {
            WORD.setRelease(this, StateWord.with(now, Life.READY));
        } else {
            become(word -> StateWord.with(word, Life.READY)); // as whoever leases one that is being renewed
        }
    }

    /**
     * The session is gone.
     *
     * @return true once, for the one who has to tell the pool
     */
    boolean breaks() {
        return END.compareAndSet(this, null, Life.BROKEN);
    }

    /**
     * Closed for good; what is there to be closed is not replaced from now on.
     *
     * @return true once, for the one who has to close
     */
    synchronized boolean destroy() {
        return END.getAndSet(this, Life.DESTROYED) != Life.DESTROYED;
    }

    // ---- work ----

    /**
     * A statement with autocommit off begins the application's transaction.
     *
     * @return true for the statement that began it
     */
    boolean applicationBegins() {
        return work() != Work.APPLICATION
                && move("begin the application's transaction", Work.NONE, Work.APPLICATION, Work.APPLICATION)
                        == Work.NONE;
    }

    /**
     * The application's transaction ends, if there was one.
     *
     * @return true when there was one
     */
    boolean applicationEnds() {
        return work() != Work.NONE
                && move("end the application's transaction", Work.NONE, Work.APPLICATION, Work.NONE)
                        == Work.APPLICATION;
    }

    /** The container begins a local transaction. */
    void containerBegins() {
        move("begin the container's transaction", Work.NONE, Work.CONTAINER);
    }

    /** The container's local transaction ends. */
    void containerEnds() {
        move("end the container's transaction", Work.CONTAINER, Work.NONE);
    }

    /** An XA branch starts. */
    void branchStarts() {
        move("start a branch", Work.NONE, Work.BRANCH);
    }

    /** The branch is joined again after its end. */
    void branchJoins() {
        move("join the branch", Work.BRANCH_ENDED, Work.BRANCH);
    }

    /** The branch is suspended. */
    void branchSuspends() {
        move("suspend the branch", Work.BRANCH, Work.BRANCH_SUSPENDED);
    }

    /** The suspended branch goes on. */
    void branchResumes() {
        move("resume the branch", Work.BRANCH_SUSPENDED, Work.BRANCH);
    }

    /** The work of the branch ends; its outcome is still open. */
    void branchEnds() {
        move("end the branch", Work.BRANCH, Work.BRANCH_SUSPENDED, Work.BRANCH_ENDED);
    }

    /** The branch leaves this connection: prepared, committed or rolled back; without one it is nothing. */
    void branchLeaves() {
        int now = word;
        while (StateWord.work(now).ofBranch() && !moves(now, StateWord.with(now, Work.NONE))) {
            now = word;
        }
    }

    private Work move(String what, Work from, Work to) {
        return move(what, from, from, to);
    }

    /** From either. Answers the work before. */
    private Work move(String what, Work from, Work orFrom, Work to) {
        while (true) {
            int now = word;
            var before = StateWord.work(now);
            if (before != from && before != orFrom) {
                throw refused(what);
            }
            if (moves(now, StateWord.with(now, to))) {
                return before;
            }
        }
    }

    private IllegalStateException refused(String what) {
        return new IllegalStateException("Cannot " + what + ": the connection is " + this);
    }

    @Override
    public String toString() {
        return life() + ", work " + work();
    }
}
