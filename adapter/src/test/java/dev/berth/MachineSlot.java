package dev.berth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.ManagedConnection;
import java.util.Set;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.function.Executable;

/** A managed connection beside its model: each call is made, and compared with what the model says. */
final class MachineSlot extends MachineModel {

    final ManagedConnection managed;
    final LocalTransaction local;
    final XAResource xa;

    Xid xid;

    MachineSlot(JdbcManagedConnectionFactory factory) throws ResourceException {
        managed = factory.createManagedConnection(null, null);
        managed.addConnectionEventListener(this);
        local = managed.getLocalTransaction();
        xa = managed.getXAResource();
    }

    // ---- the container's local transaction ----

    void begin() throws ResourceException {
        if (work != Work.NONE) {
            assertThrows(ResourceException.class, local::begin);
            return;
        }
        local.begin();
        work = Work.CONTAINER;
        manual = false;
    }

    void localEnds(boolean commit) throws ResourceException {
        Executable end = commit ? local::commit : local::rollback;
        boolean fails = work != Work.CONTAINER && work != Work.APPLICATION || commit && failed;
        if (work == Work.APPLICATION) {
            ended(
                    commit && !failed
                            ? ConnectionEvent.LOCAL_TRANSACTION_COMMITTED
                            : ConnectionEvent.LOCAL_TRANSACTION_ROLLEDBACK);
        } else if (work == Work.CONTAINER) {
            over();
            xid = null;
        }
        if (fails) {
            assertThrows(ResourceException.class, end);
        } else if (commit) {
            local.commit();
        } else {
            local.rollback();
        }
    }

    // ---- branches ----

    private void xa(int code, Executable call) throws Exception {
        try {
            call.execute();
            assertEquals(XAResource.XA_OK, code);
        } catch (XAException failure) {
            assertEquals(code, failure.errorCode, failure::toString);
        } catch (Throwable other) {
            throw new AssertionError(other);
        }
    }

    void start() throws Exception {
        var next = Branches.next();
        int code = work == Work.NONE ? 0 : ofContainer() && work != Work.CONTAINER ? -6 : -9; // PROTO, OUTSIDE
        xa(code, () -> xa.start(next, XAResource.TMNOFLAGS));
        if (code == 0) {
            xid = next;
            work = Work.BRANCH;
            manual = false;
        }
    }

    void again(boolean join) throws Exception {
        if (xid == null) {
            xa(XAException.XAER_NOTA, () -> xa.start(Branches.next(), XAResource.TMJOIN));
            return;
        }
        int code = work == (join ? Work.ENDED : Work.SUSPENDED) ? 0 : XAException.XAER_PROTO;
        xa(code, () -> xa.start(xid, join ? XAResource.TMJOIN : XAResource.TMRESUME));
        work = code == 0 ? Work.BRANCH : work;
    }

    void end(boolean suspend) throws Exception {
        if (xid == null) {
            xa(XAException.XAER_NOTA, () -> xa.end(Branches.next(), XAResource.TMSUCCESS));
            return;
        }
        boolean legal = work == Work.BRANCH || work == Work.SUSPENDED && !suspend;
        xa(
                legal ? 0 : XAException.XAER_PROTO,
                () -> xa.end(xid, suspend ? XAResource.TMSUSPEND : XAResource.TMSUCCESS));
        if (legal) {
            work = suspend ? Work.SUSPENDED : Work.ENDED;
        }
    }

    /** The branch that is prepared now; null when none is. */
    Xid prepare() throws Exception {
        if (work != Work.ENDED) {
            xa(xid == null ? XAException.XAER_NOTA : XAException.XAER_PROTO, () -> xa.prepare(which()));
            return null;
        }
        var branch = xid;
        boolean prepared = open && !failed;
        xa(
                failed ? XAException.XA_RBROLLBACK : 0,
                () -> assertEquals(prepared ? XAResource.XA_OK : XAResource.XA_RDONLY, xa.prepare(branch)));
        over();
        xid = null;
        return prepared ? branch : null;
    }

    void commitInOnePhase() throws Exception {
        if (work != Work.ENDED) {
            xa(xid == null ? XAException.XAER_NOTA : XAException.XAER_PROTO, () -> xa.commit(which(), true));
            return;
        }
        xa(failed ? XAException.XA_RBROLLBACK : 0, () -> xa.commit(xid, true));
        over();
        xid = null;
    }

    void rollbackBranch() throws Exception {
        if (xid != null) {
            xa.rollback(xid);
            over();
            xid = null;
        }
    }

    /** Whether the second phase of that branch was done here. */
    boolean finish(Xid prepared, boolean commit) throws Exception {
        boolean free = work == Work.NONE && !manual;
        xa(free ? 0 : XAException.XAER_RMFAIL, () -> {
            if (commit) {
                xa.commit(prepared, false);
            } else {
                xa.rollback(prepared);
            }
        });
        return free;
    }

    private Xid which() {
        return xid == null ? Branches.next() : xid;
    }

    // ---- its end ----

    /** Whether its handles are gone. */
    boolean cleanup() throws ResourceException {
        if (ofContainer()) {
            assertThrows(jakarta.resource.spi.IllegalStateException.class, managed::cleanup);
            return false;
        }
        managed.cleanup();
        ended(ConnectionEvent.LOCAL_TRANSACTION_ROLLEDBACK);
        manual = false;
        return true;
    }

    void destroy(JdbcManagedConnectionFactory factory) throws ResourceException {
        managed.destroy();
        managed.destroy();
        refused(factory);
    }

    /** It is never handed out again. */
    void refused(JdbcManagedConnectionFactory factory) throws ResourceException {
        assertThrows(ResourceException.class, () -> managed.getConnection(null, null));
        assertEquals(null, factory.matchManagedConnections(Set.of(managed), null, null));
        assertEquals(Set.of(managed), factory.getInvalidConnections(Set.of(managed)));
    }
}
