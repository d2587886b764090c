package dev.berth.managed;

import dev.berth.dialect.BranchId;
import dev.berth.dialect.XaFailure;
import javax.transaction.xa.XAException;
import javax.transaction.xa.Xid;
import org.jspecify.annotations.Nullable;

/** Which branch a managed connection works for and has not let go, and which calls are in order (X/Open XA, 6). */
final class CurrentBranch {

    private final ConnectionState state;

    private volatile boolean rollbackOnly;

    /** The last one that was reported rolled back: nothing of it is left, here or in the database. */
    private volatile @Nullable BranchId rolledBack;

    CurrentBranch(ConnectionState state) {
        this.state = state;
    }

    /** XAER_INVAL for none. */
    static void requireGiven(@Nullable Xid xid) throws XAException {
        if (xid == null) {
            throw XaFailure.of(XAException.XAER_INVAL, "An Xid is needed, and null was given");
        }
    }

    /** By value; the object that it was begun with needs no look, see {@link LeaseNotes#branch()}. */
    boolean is(Xid other) {
        var now = state.branch();
        return now != null && (now == other || BranchId.of(now).is(other));
    }

    /** Whether it was ended with TMFAIL. */
    boolean rollbackOnly() {
        return rollbackOnly;
    }

    void mayStart(Xid next) throws XAException {
        if (is(next)) {
            throw XaFailure.of(XAException.XAER_DUPID, "The branch has begun here already");
        }
        if (state.works(StateWord.APPLICATION) || state.works(StateWord.CONTAINER)) {
            throw XaFailure.of(XAException.XAER_OUTSIDE, "A local transaction is open: " + state);
        }
        require(state.worksForNobody(), "start");
    }

    void started(Xid next) throws XAException {
        move(state::branchStarts);
        notRollbackOnly();
        if (rolledBack != null) {
            rolledBack = null;
        }
        state.branch(next);
    }

    void joined() throws XAException {
        move(state::branchJoins);
    }

    void resumed() throws XAException {
        move(state::branchResumes);
    }

    void suspended() throws XAException {
        move(state::branchSuspends);
    }

    void mayJoin(Xid same) throws XAException {
        requireCurrent(same);
        require(state.works(StateWord.BRANCH_ENDED), "join");
    }

    void mayResume(Xid same) throws XAException {
        requireCurrent(same);
        require(state.works(StateWord.BRANCH_SUSPENDED), "resume");
    }

    void maySuspend(Xid same) throws XAException {
        requireCurrent(same);
        require(state.works(StateWord.BRANCH), "suspend");
    }

    void mayEnd(Xid same) throws XAException {
        requireCurrent(same);
        require(state.works(StateWord.BRANCH) || state.works(StateWord.BRANCH_SUSPENDED), "end");
    }

    void ended(boolean failed) throws XAException {
        if (failed) {
            rollbackOnly = true;
        }
        move(state::branchEnds);
    }

    void mayFinish(Xid same, String call) throws XAException {
        requireCurrent(same);
        require(state.works(StateWord.BRANCH_ENDED), call);
    }

    void mayCommitPrepared(Xid other) throws XAException {
        require(!is(other), "commit in two phases, before prepare,");
    }

    /** The same failure, which is about to be the answer to prepare or commit. */
    XAException answered(Xid to, XAException failure) {
        if (failure.errorCode >= XAException.XA_RBBASE && failure.errorCode <= XAException.XA_RBEND) {
            rolledBack = BranchId.of(to);
        }
        return failure;
    }

    /** Refuses to roll back what was reported rolled back: it is not asked of a session that may be gone. */
    void requireNotRolledBack(Xid again) throws XAException {
        var reported = rolledBack;
        if (reported != null && reported.is(again)) {
            throw XaFailure.of(
                    XAException.XAER_NOTA, "The branch has been rolled back already, as was said: " + reported);
        }
    }

    /** The connection has let it go: prepared, committed, rolled back, or lost with the session. */
    void left() {
        state.branch(null);
        notRollbackOnly();
        state.branchLeaves();
    }

    /** A look costs less than a write that others see. */
    private void notRollbackOnly() {
        if (rollbackOnly) {
            rollbackOnly = false;
        }
    }

    /** Where another thread has moved it meanwhile, as a timeout does, that is a call out of order. */
    private static void move(Runnable transition) throws XAException {
        try {
            transition.run();
        } catch (IllegalStateException meanwhile) {
            throw XaFailure.of(XAException.XAER_PROTO, "" + meanwhile.getMessage(), meanwhile);
        }
    }

    private void requireCurrent(Xid same) throws XAException {
        if (!is(same)) {
            throw XaFailure.of(
                    XAException.XAER_NOTA, "This connection does not work for the branch " + BranchId.of(same));
        }
    }

    private void require(boolean legal, String call) throws XAException {
        if (!legal) {
            throw XaFailure.of(XAException.XAER_PROTO, call + " is out of order: the connection is " + state);
        }
    }
}
