package dev.berth.jta;

import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/** A resource of nothing, by which a test gets in between the two phases of those enlisted before and after it. */
record Saboteur(Runnable inPrepare, Runnable inCommit) implements XAResource {

    @Override
    public int prepare(Xid xid) {
        inPrepare.run();
        return XA_OK;
    }

    @Override
    public void commit(Xid xid, boolean onePhase) {
        inCommit.run();
    }

    @Override
    public void rollback(Xid xid) {}

    @Override
    public void start(Xid xid, int flags) {}

    @Override
    public void end(Xid xid, int flags) {}

    @Override
    public void forget(Xid xid) {}

    @Override
    public Xid[] recover(int flags) {
        return new Xid[0];
    }

    @Override
    public boolean isSameRM(XAResource other) {
        return other == this;
    }

    @Override
    public int getTransactionTimeout() {
        return 0;
    }

    @Override
    public boolean setTransactionTimeout(int seconds) {
        return false;
    }
}
