package dev.berth.managed;

import dev.berth.config.ConfigException;
import dev.berth.dialect.BranchId;
import dev.berth.dialect.Dialect;
import dev.berth.dialect.XaFailure;
import java.sql.SQLException;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.jspecify.annotations.Nullable;

/** The one door to the dialect's or the driver's XAResource: a failure that ends the session is told to the pool. */
final class ResourceBelow {

    private final ManagedSession session;
    private final Dialect dialect;
    private final ConnectionState state;

    /** What the driver's own resource was given last. */
    private volatile @Nullable BranchId copied;

    ResourceBelow(ManagedSession session, Dialect dialect, ConnectionState state) {
        this.session = session;
        this.dialect = dialect;
        this.state = state;
    }

    /** Takes the connection into use; XAER_RMFAIL where it cannot be made fit for it. */
    void fit() throws XAException {
        try {
            session.managed().fit(true);
        } catch (SQLException | ConfigException | IllegalStateException failure) {
            throw XaFailure.of(
                    XAException.XAER_RMFAIL, "No connection for the branch: " + failure.getMessage(), failure);
        }
    }

    // ---- its calls: each by itself, for a lambda that holds what is given would be made in every transaction ----

    void start(Xid xid, int flags) throws XAException {
        var xa = ready();
        try {
            xa.start(same(xid), flags);
        } catch (XAException failure) {
            throw judged(failure);
        }
    }

    void end(Xid xid, int flags) throws XAException {
        var xa = ready();
        try {
            xa.end(same(xid), flags);
        } catch (XAException failure) {
            throw judged(failure);
        }
    }

    int prepare(Xid xid) throws XAException {
        var xa = ready();
        try {
            return xa.prepare(same(xid));
        } catch (XAException failure) {
            throw judged(failure);
        }
    }

    void commit(Xid xid, boolean onePhase) throws XAException {
        var xa = ready();
        try {
            xa.commit(same(xid), onePhase);
        } catch (XAException failure) {
            throw judged(failure);
        }
    }

    void rollback(Xid xid) throws XAException {
        var xa = ready();
        try {
            xa.rollback(same(xid));
        } catch (XAException failure) {
            throw judged(failure);
        }
    }

    Xid[] recover(int flags) throws XAException {
        var xa = ready();
        try {
            return xa.recover(flags);
        } catch (XAException failure) {
            throw judged(failure);
        }
    }

    void forget(Xid xid) throws XAException {
        var xa = ready();
        try {
            xa.forget(xid);
        } catch (XAException failure) {
            throw judged(failure);
        }
    }

    /** Takes the connection into use, for it may come before start; our own branch has none, and needs none to say so. */
    boolean setTransactionTimeout(int seconds) throws XAException {
        if (dialect.hasBranch()) {
            return false;
        }
        fit();
        var xa = ready();
        try {
            return xa.setTransactionTimeout(seconds);
        } catch (XAException failure) {
            throw judged(failure);
        }
    }

    /** Likewise. */
    int getTransactionTimeout() throws XAException {
        if (dialect.hasBranch()) {
            return 0;
        }
        fit();
        var xa = ready();
        try {
            return xa.getTransactionTimeout();
        } catch (XAException failure) {
            throw judged(failure);
        }
    }

    /** XAER_RMFAIL where the session is gone. */
    private XAResource ready() throws XAException {
        if (!state.usable()) {
            throw XaFailure.of(XAException.XAER_RMFAIL, "The physical connection is gone: " + state);
        }
        state.claim(); // from now on the physical connection stays
        var xa = session.physical().xa();
        if (xa == null) {
            throw XaFailure.of(XAException.XAER_RMFAIL, "The physical connection has no resource");
        }
        state.touch();
        return xa;
    }

    /**
     * A driver may know its branch by the object, or ask it whether it equals another: so its own resource is given one
     * that tells a branch by value, and the same each time.
     */
    private Xid same(Xid xid) {
        if (dialect.hasBranch()) {
            return xid;
        }
        var last = copied;
        if (last == null || !last.is(xid)) {
            last = BranchId.of(xid);
            copied = last;
        }
        return last;
    }

    private XAException judged(XAException failure) {
        session.failed(failure);
        if (failure.errorCode == XAException.XAER_RMFAIL && !dialect.hasBranch()) {
            session.broken(failure); // a driver's own resource need not name the SQLException below
        }
        return failure;
    }

    // ---- what is not the resource's ----

    /**
     * Rolls back a branch that another thread works in, by giving its session up. A driver's own resource is not asked:
     * it would turn autocommit on, and a statement on its way would be committed by itself.
     */
    void rollbackFromElsewhere() throws XAException {
        try {
            session.rollbackFromElsewhere().run();
        } catch (SQLException failure) {
            throw XaFailure.of(XAException.XAER_RMFAIL, "The session died while it was rolled back", failure);
        }
    }

    /** The failure with the SQLState that the work was thrown away for. */
    XAException explained(XAException failure) {
        return failure.errorCode != XAException.XA_RBROLLBACK
                ? failure
                : XaFailure.of(
                        failure.errorCode,
                        failure.getMessage() + "; the first failed statement had SQLState "
                                + session.work().takeFirstFailure(),
                        failure);
    }
}
