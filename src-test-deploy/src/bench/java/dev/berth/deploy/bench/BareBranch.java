package dev.berth.deploy.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.function.Supplier;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/** One database's part of a transaction, which is a plain one of the driver and begins with the first statement. */
final class BareBranch implements XAResource {

    private final Supplier<Connection> session;

    BareBranch(Supplier<Connection> session) {
        this.session = session;
    }

    /** Tells the database nothing. */
    void open() throws SQLException {
        var raw = session.get();
        if (raw.getAutoCommit()) {
            raw.setAutoCommit(false);
        }
    }

    @Override
    public void start(Xid xid, int flags) throws XAException {
        try {
            open();
        } catch (SQLException failure) {
            throw failed(failure);
        }
    }

    @Override
    public void end(Xid xid, int flags) {
        // the driver's transaction has no such state
    }

    @Override
    public void commit(Xid xid, boolean onePhase) throws XAException {
        try {
            if (onePhase) {
                session.get().commit();
            } else {
                TwoPhases.commitPrepared(session.get(), name(xid));
            }
        } catch (SQLException failure) {
            throw failed(failure);
        }
    }

    @Override
    public void rollback(Xid xid) throws XAException {
        try {
            session.get().rollback();
        } catch (SQLException failure) {
            throw failed(failure);
        }
    }

    @Override
    public int prepare(Xid xid) throws XAException {
        try {
            TwoPhases.prepare(session.get(), name(xid));
            return XA_OK;
        } catch (SQLException failure) {
            throw failed(failure);
        }
    }

    private static String name(Xid xid) {
        var hex = HexFormat.of();
        return hex.formatHex(xid.getGlobalTransactionId()) + hex.formatHex(xid.getBranchQualifier());
    }

    @Override
    public void forget(Xid xid) {
        // nothing is kept
    }

    @Override
    public Xid[] recover(int flags) {
        return new Xid[0];
    }

    @Override
    public boolean isSameRM(XAResource other) {
        return other == this;
    }

    @Override
    public boolean setTransactionTimeout(int seconds) {
        return false;
    }

    @Override
    public int getTransactionTimeout() {
        return 0;
    }

    private static XAException failed(SQLException failure) {
        var wrapped = new XAException(XAException.XAER_RMFAIL);
        wrapped.initCause(failure);
        return wrapped;
    }
}
