package dev.berth.managed;

import dev.berth.dialect.BranchId;
import dev.berth.dialect.Dialect;
import dev.berth.dialect.XaFailure;
import java.sql.SQLException;
import java.util.EnumSet;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.jspecify.annotations.Nullable;

/**
 * The one XAResource of a managed connection: checks the order of calls, moves the connection's state, and lets the
 * dialect's or the driver's resource do the work. It stays the same when the physical connection is replaced.
 *
 * <p>Source: Jakarta Connectors 2.1, 8.6; X/Open XA, chapter 3 and 6 (state tables).
 */
final class ManagedXaResource implements XAResource {

    private final ManagedSession session;
    private final Dialect dialect;
    private final boolean strict;
    private final ConnectionState state;

    private volatile @Nullable BranchId current;
    private volatile boolean rollbackOnly;

    ManagedXaResource(ManagedSession session, ConnectionSource source, ConnectionState state) {
        this.session = session;
        this.dialect = source.dialect();
        this.strict = source.config().strictCommit();
        this.state = state;
    }

    /**
     * Starts, joins or resumes a branch on this connection.
     *
     * <p>Before: no transaction (TMNOFLAGS); the same branch ended (TMJOIN) or suspended (TMRESUME). Deviation: a
     * branch is joined on the connection that it began on only, since a database session is bound to its transaction.
     */
    @Override
    public void start(Xid xid, int flags) throws XAException {
        var id = id(xid);
        switch (flags) {
            case TMNOFLAGS -> startNew(id);
            case TMJOIN -> again(id, Work.BRANCH_ENDED, flags);
            case TMRESUME -> again(id, Work.BRANCH_SUSPENDED, flags);
            default -> throw XaFailure.of(XAException.XAER_INVAL, "start does not take the flags " + flags);
        }
    }

    private void startNew(BranchId id) throws XAException {
        if (id.equals(current)) {
            throw XaFailure.of(XAException.XAER_DUPID, "The branch has begun here already");
        }
        if (state.work() == Work.APPLICATION || state.work() == Work.CONTAINER) {
            throw XaFailure.of(XAException.XAER_OUTSIDE, "A local transaction is open: " + state);
        }
        require(state.work() == Work.NONE, "start");
        session.fresh();
        run(xa -> xa.start(id, TMNOFLAGS));
        current = id;
        rollbackOnly = false;
        state.branchStarts();
    }

    private void again(BranchId id, Work from, int flags) throws XAException {
        requireCurrent(id);
        require(state.work() == from, flags == TMJOIN ? "join" : "resume");
        run(xa -> xa.start(id, flags));
        if (flags == TMJOIN) {
            state.branchJoins();
        } else {
            state.branchResumes();
        }
    }

    /**
     * Ends, fails or suspends the work of the branch on this connection.
     *
     * <p>Before: the branch is started; suspended too, for TMSUCCESS and TMFAIL. After TMFAIL only rollback is possible.
     */
    @Override
    public void end(Xid xid, int flags) throws XAException {
        var id = id(xid);
        requireCurrent(id);
        if (flags != TMSUCCESS && flags != TMFAIL && flags != TMSUSPEND) {
            throw XaFailure.of(XAException.XAER_INVAL, "end does not take the flags " + flags);
        }
        boolean suspended = state.work() == Work.BRANCH_SUSPENDED;
        require(state.work() == Work.BRANCH || suspended && flags != TMSUSPEND, "end");
        run(xa -> xa.end(id, flags));
        if (flags == TMSUSPEND) {
            state.branchSuspends();
            return;
        }
        rollbackOnly |= flags == TMFAIL;
        state.branchEnds();
    }

    /**
     * Prepares the branch.
     *
     * <p>Before: the branch has ended here. After: the connection is free for another; on XA_RDONLY nothing is left of
     * the branch. A branch that cannot be committed is rolled back and answered with XA_RB*, never voted XA_OK.
     */
    @Override
    public int prepare(Xid xid) throws XAException {
        var id = id(xid);
        requireCurrent(id);
        require(state.work() == Work.BRANCH_ENDED, "prepare");
        refuseRollbackOnly(id);
        try {
            return call(xa -> (Integer) xa.prepare(id));
        } catch (XAException failure) {
            throw explained(failure);
        } finally {
            leave();
        }
    }

    /**
     * Commits.
     *
     * <p>Before: in one phase, the branch has ended here; in two, it was prepared, here or elsewhere. After one phase
     * the branch is over, also when it was rolled back instead: that is XA_RB*, never a return.
     */
    @Override
    public void commit(Xid xid, boolean onePhase) throws XAException {
        var id = id(xid);
        if (!onePhase) {
            require(!id.equals(current), "commit in two phases, before prepare,");
            run(xa -> xa.commit(id, false));
            return;
        }
        requireCurrent(id);
        require(state.work() == Work.BRANCH_ENDED, "commit");
        refuseRollbackOnly(id);
        try {
            if (!strict && thrownAway()) {
                run(xa -> xa.rollback(id)); // strictCommit=false: as the peers do
            } else {
                run(xa -> xa.commit(id, true));
            }
        } catch (XAException failure) {
            throw explained(failure);
        } finally {
            leave();
        }
    }

    /**
     * Rolls back.
     *
     * <p>Deviation: a branch that has not ended yet is rolled back too, as managers do when it times out.
     */
    @Override
    public void rollback(Xid xid) throws XAException {
        var id = id(xid);
        if (!id.equals(current)) {
            run(xa -> xa.rollback(id));
            return;
        }
        try {
            run(xa -> xa.rollback(id));
        } finally {
            leave();
        }
    }

    /** All branches that this identity may finish, at TMSTARTRSCAN; nothing after it. */
    @Override
    public Xid[] recover(int flags) throws XAException {
        if ((flags & ~(TMSTARTRSCAN | TMENDRSCAN)) != 0) {
            throw XaFailure.of(XAException.XAER_INVAL, "recover does not take the flags " + flags);
        }
        return call(xa -> xa.recover(flags));
    }

    @Override
    public void forget(Xid xid) throws XAException {
        run(xa -> xa.forget(xid));
    }

    /** Only the same connection: a branch cannot be joined from another one. */
    @Override
    public boolean isSameRM(@Nullable XAResource other) {
        return other == this;
    }

    @Override
    public boolean setTransactionTimeout(int seconds) throws XAException {
        return call(xa -> xa.setTransactionTimeout(seconds));
    }

    @Override
    public int getTransactionTimeout() throws XAException {
        return call(XAResource::getTransactionTimeout);
    }

    // ---- before and after ----

    private static BranchId id(@Nullable Xid xid) throws XAException {
        if (xid == null) {
            throw XaFailure.of(XAException.XAER_INVAL, "An Xid is needed, and null was given");
        }
        return BranchId.of(xid);
    }

    private void requireCurrent(BranchId id) throws XAException {
        if (!id.equals(current)) {
            throw XaFailure.of(XAException.XAER_NOTA, "This connection does not work for the branch " + id);
        }
    }

    private void require(boolean legal, String call) throws XAException {
        if (!legal) {
            throw XaFailure.of(XAException.XAER_PROTO, call + " is out of order: the connection is " + state);
        }
    }

    private void refuseRollbackOnly(BranchId id) throws XAException {
        if (rollbackOnly) {
            try {
                run(xa -> xa.rollback(id));
            } finally {
                leave();
            }
            throw XaFailure.of(XAException.XA_RBROLLBACK, "The branch was ended with TMFAIL, and has been rolled back");
        }
    }

    private boolean thrownAway() {
        try {
            return dialect.transactionFailed(session.connection());
        } catch (SQLException gone) {
            return false; // the commit itself will say so
        }
    }

    private XAException explained(XAException failure) {
        if (failure.errorCode != XAException.XA_RBROLLBACK) {
            return failure;
        }
        return XaFailure.of(
                failure.errorCode,
                failure.getMessage() + "; the first failed statement had SQLState " + session.takeFirstFailure(),
                failure);
    }

    private void leave() {
        current = null;
        if (EnumSet.of(Work.BRANCH, Work.BRANCH_ENDED, Work.BRANCH_SUSPENDED).contains(state.work())) {
            state.branchLeaves();
        }
        session.fresh();
    }

    private void run(Task task) throws XAException {
        call(xa -> {
            task.on(xa);
            return state;
        });
    }

    /** The one door to the resource below: a failure that ends the session is told to the pool. */
    private <T> T call(Question<T> question) throws XAException {
        var xa = session.physical().xa();
        if (xa == null || !state.usable()) {
            throw XaFailure.of(XAException.XAER_RMFAIL, "The physical connection is gone: " + state);
        }
        try {
            return question.of(xa);
        } catch (XAException failure) {
            session.failed(failure);
            if (failure.errorCode == XAException.XAER_RMFAIL && !dialect.hasBranch()) {
                session.broken(failure); // a driver's own resource need not name the SQLException below
            }
            throw failure;
        }
    }

    @FunctionalInterface
    private interface Task {
        void on(XAResource xa) throws XAException;
    }

    @FunctionalInterface
    private interface Question<T> {
        T of(XAResource xa) throws XAException;
    }
}
