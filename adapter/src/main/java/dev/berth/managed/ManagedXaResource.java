package dev.berth.managed;

import dev.berth.dialect.BranchId;
import dev.berth.dialect.Dialect;
import dev.berth.dialect.XaFailure;
import java.sql.SQLException;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.jspecify.annotations.Nullable;

/**
 * The one XAResource of a managed connection: checks the order of calls, moves the connection's state, and lets the
 * dialect's or the driver's resource do the work. It stays the same when the physical connection is replaced.
 *
 * <p>Source: Jakarta Connectors 2.1, 8.6; X/Open XA, chapters 3 and 6.
 */
final class ManagedXaResource implements XAResource {

    private final ManagedSession session;
    private final Dialect dialect;
    private final boolean strict;
    private final RecoveryWatch watch;
    private final ConnectionState state;
    private final CurrentBranch branch;
    private final ResourceBelow below;

    ManagedXaResource(ManagedSession session, ConnectionSource source, ConnectionState state) {
        this.session = session;
        this.dialect = source.dialect();
        this.strict = source.config().strictCommit();
        this.watch = source.recoveryWatch();
        this.state = state;
        this.branch = new CurrentBranch(state);
        this.below = new ResourceBelow(session, dialect, state);
    }

    /**
     * Starts, joins or resumes a branch on this connection.
     *
     * <p>Before: no transaction (TMNOFLAGS); the same branch ended (TMJOIN) or suspended (TMRESUME). Deviation: a
     * branch is joined on the connection that it began on only, since a database session is bound to its transaction.
     */
    @Override
    public void start(Xid xid, int flags) throws XAException {
        CurrentBranch.requireGiven(xid);
        switch (flags) {
            case TMNOFLAGS -> {
                branch.mayStart(xid);
                below.fit();
                session.begins();
                below.start(xid, TMNOFLAGS);
                branch.started(xid);
            }
            case TMJOIN -> {
                branch.mayJoin(xid);
                below.start(xid, TMJOIN);
                branch.joined();
            }
            case TMRESUME -> {
                branch.mayResume(xid);
                below.start(xid, TMRESUME);
                branch.resumed();
            }
            default -> throw XaFailure.of(XAException.XAER_INVAL, "start does not take the flags " + flags);
        }
    }

    /**
     * Ends, fails or suspends the work of the branch on this connection.
     *
     * <p>Before: the branch is started; suspended too, for TMSUCCESS and TMFAIL. After TMFAIL only rollback is
     * possible. Deviation: it succeeds over a session that is gone; the outcome is told by the call that asks for it.
     */
    @Override
    public void end(Xid xid, int flags) throws XAException {
        CurrentBranch.requireGiven(xid);
        switch (flags) {
            case TMSUSPEND -> branch.maySuspend(xid);
            case TMSUCCESS, TMFAIL -> branch.mayEnd(xid);
            default -> throw XaFailure.of(XAException.XAER_INVAL, "end does not take the flags " + flags);
        }
        if (state.usable()) {
            below.end(xid, flags);
        }
        if (flags == TMSUSPEND) {
            branch.suspended();
        } else {
            branch.ended(flags == TMFAIL);
        }
    }

    /**
     * Prepares the branch.
     *
     * <p>Before: the branch has ended here. After: the connection is free for another; on XA_RDONLY nothing is left of
     * the branch. A branch that cannot be committed is rolled back and answered with XA_RB*, never voted XA_OK; one
     * whose session died before it is XA_RBCOMMFAIL, one whose PREPARE was not answered XAER_RMFAIL.
     */
    @Override
    public int prepare(Xid xid) throws XAException {
        CurrentBranch.requireGiven(xid);
        branch.mayFinish(xid, "prepare");
        try {
            refuseLostOrFailed(xid);
            if (session.readOnlyVote().holds()) {
                below.commit(xid, true);
                return XA_RDONLY;
            }
            int vote = below.prepare(xid);
            if (vote == XA_OK) {
                watch.prepared();
            }
            return vote;
        } catch (XAException failure) {
            throw branch.answered(xid, below.explained(failure));
        } finally {
            left();
        }
    }

    /**
     * Commits.
     *
     * <p>Before: in one phase, the branch has ended here; in two, it was prepared, here or elsewhere. After one phase
     * the branch is over, also when it was rolled back instead: that is XA_RB*, never a return. XAER_RMFAIL: in two
     * phases nothing was decided, try another connection; in one COMMIT was sent and not answered: nobody can know.
     */
    @Override
    public void commit(Xid xid, boolean onePhase) throws XAException {
        CurrentBranch.requireGiven(xid);
        if (!onePhase) {
            branch.mayCommitPrepared(xid);
            below.commit(xid, false);
            return;
        }
        branch.mayFinish(xid, "commit");
        try {
            refuseLostOrFailed(xid);
            if (!strict && thrownAway()) {
                below.rollback(xid); // strictCommit=false: as the peers do
            } else {
                below.commit(xid, true);
            }
        } catch (XAException failure) {
            if (failure.errorCode == XAException.XAER_RMFAIL) {
                watch.unknown(BranchId.of(xid), failure);
            }
            throw branch.answered(xid, below.explained(failure));
        } finally {
            left();
        }
    }

    /**
     * Rolls back.
     *
     * <p>Deviation: a branch that has not ended yet is rolled back too, as managers do when it times out. If its work
     * is another thread's, the running statement is cancelled first, and the handles do nothing more. A branch whose
     * session died is rolled back with it; what was reported rolled back is XAER_NOTA.
     */
    @Override
    public void rollback(Xid xid) throws XAException {
        CurrentBranch.requireGiven(xid);
        if (!branch.is(xid)) {
            branch.requireNotRolledBack(xid);
            below.rollback(xid);
            return;
        }
        try {
            if (session.work().isElsewhere()) {
                below.rollbackFromElsewhere();
            } else if (state.usable()) {
                below.rollback(xid);
            }
        } catch (XAException failure) {
            if (state.usable()) {
                throw failure;
            } // the session died of it, and the branch with the session
        } finally {
            left();
        }
    }

    /** All branches that this identity may finish, at TMSTARTRSCAN; nothing after it. */
    @Override
    public Xid[] recover(int flags) throws XAException {
        if ((flags & ~(TMSTARTRSCAN | TMENDRSCAN)) != 0) {
            throw XaFailure.of(XAException.XAER_INVAL, "recover does not take the flags " + flags);
        }
        watch.scanned();
        return below.recover(flags);
    }

    @Override
    public void forget(Xid xid) throws XAException {
        below.forget(xid);
    }

    /** Only the same connection: a branch cannot be joined from another one. */
    @Override
    public boolean isSameRM(@Nullable XAResource other) {
        return other == this;
    }

    /** Managers call it before start: then it is what takes the connection into use. */
    @Override
    public boolean setTransactionTimeout(int seconds) throws XAException {
        if (seconds < 0) {
            throw XaFailure.of(XAException.XAER_INVAL, "A timeout is 0 or more seconds, and not " + seconds);
        }
        if (session.deadline().isOn()) {
            session.deadline().set(seconds);
            return true;
        }
        return below.setTransactionTimeout(seconds);
    }

    @Override
    public int getTransactionTimeout() throws XAException {
        var deadline = session.deadline();
        return deadline.isOn() ? deadline.get() : below.getTransactionTimeout();
    }

    // ---- before and after ----

    private void refuseLostOrFailed(Xid xid) throws XAException {
        if (!state.usable()) {
            throw XaFailure.of(
                    XAException.XA_RBCOMMFAIL, "The session is gone, and the branch with it: nothing had been sent");
        }
        if (branch.rollbackOnly()) {
            below.rollback(xid);
            throw XaFailure.of(XAException.XA_RBROLLBACK, "The branch was ended with TMFAIL, and has been rolled back");
        }
    }

    private boolean thrownAway() {
        try {
            return dialect.transactionFailed(session.connection());
        } catch (SQLException gone) { // the commit itself will say so
            return false;
        }
    }

    private void left() {
        branch.left();
        session.work().over();
    }
}
