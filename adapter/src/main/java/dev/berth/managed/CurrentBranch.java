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

    /** The branch by value, the current one as it stands; XAER_INVAL for none. */
    BranchId id(@Nullable Xid xid) throws XAException {
        if (xid == null) {
            throw XaFailure.of(XAException.XAER_INVAL, "An Xid is needed, and null was given");
        }
        var now = state.branch();
        return now != null && (state.branchIs(xid) || now.is(xid)) ? now : BranchId.of(xid);
    }

    boolean is(BranchId other) {
        return other.equals(state.branch());
    }

    /** Whether it was ended with TMFAIL. */
    boolean rollbackOnly() {
        return rollbackOnly;
    }

    void mayStart(BranchId next) throws XAException {
        if (is(next)) {
            throw XaFailure.of(XAException.XAER_DUPID, "The branch has begun here already");
        }
        if (state.work() == Work.APPLICATION || state.work() == Work.CONTAINER) {
            throw XaFailure.of(XAException.XAER_OUTSIDE, "A local transaction is open: " + state);
        }
        require(state.work() == Work.NONE, "start");
    }

    void started(BranchId next, Xid as) throws XAException {
        move(state::branchStarts);
        notRollbackOnly();
        if (rolledBack != null) {
            rolledBack = null;
        }
        state.branch(next, as);
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

    void mayJoin(BranchId same) throws XAException {
        requireCurrent(same);
        require(state.work() == Work.BRANCH_ENDED, "join");
    }

    void mayResume(BranchId same) throws XAException {
        requireCurrent(same);
        require(state.work() == Work.BRANCH_SUSPENDED, "resume");
    }

    void maySuspend(BranchId same) throws XAException {
        requireCurrent(same);
        require(state.work() == Work.BRANCH, "suspend");
    }

    void mayEnd(BranchId same) throws XAException {
        requireCurrent(same);
        require(state.work() == Work.BRANCH || state.work() == Work.BRANCH_SUSPENDED, "end");
    }

    void ended(boolean failed) throws XAException {
        if (failed) {
            rollbackOnly = true;
        }
        move(state::branchEnds);
    }

    void mayFinish(BranchId same, String call) throws XAException {
        requireCurrent(same);
        require(state.work() == Work.BRANCH_ENDED, call);
    }

    void mayCommitPrepared(BranchId other) throws XAException {
        require(!is(other), "commit in two phases, before prepare,");
    }

    /** The same failure, which is about to be the answer to prepare or commit. */
    XAException answered(BranchId to, XAException failure) {
        if (failure.errorCode >= XAException.XA_RBBASE && failure.errorCode <= XAException.XA_RBEND) {
            rolledBack = to;
        }
        return failure;
    }

    /** Refuses to roll back what was reported rolled back: it is not asked of a session that may be gone. */
    void requireNotRolledBack(BranchId again) throws XAException {
        if (again.equals(rolledBack)) {
            throw XaFailure.of(XAException.XAER_NOTA, "The branch has been rolled back already, as was said: " + again);
        }
    }

    /** The connection has let it go: prepared, committed, rolled back, or lost with the session. */
    void left() {
        state.noBranch();
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

    private void requireCurrent(BranchId same) throws XAException {
        if (!is(same)) {
            throw XaFailure.of(XAException.XAER_NOTA, "This connection does not work for the branch " + same);
        }
    }

    private void require(boolean legal, String call) throws XAException {
        if (!legal) {
            throw XaFailure.of(XAException.XAER_PROTO, call + " is out of order: the connection is " + state);
        }
    }
}
