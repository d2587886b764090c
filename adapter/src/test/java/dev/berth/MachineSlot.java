package dev.berth;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.ManagedConnection;
import java.util.Set;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.function.Executable;

/** A managed connection and what the model thinks of it. */
final class MachineSlot implements ConnectionEventListener {

    enum Work {
        NONE,
        APPLICATION,
        CONTAINER,
        BRANCH,
        ENDED,
        SUSPENDED
    }

    final ManagedConnection managed;
    final LocalTransaction local;
    final XAResource xa;

    Work work = Work.NONE;
    /** The application has turned autocommit off. */
    boolean manual;
    /** A transaction is open in the database. */
    boolean open;
    /** And it has failed. */
    boolean failed;

    Xid xid;

    /** Events by their id: heard, and due. */
    private final int[] heard = new int[6];

    final int[] due = new int[6];

    MachineSlot(JdbcManagedConnectionFactory factory) throws ResourceException {
        managed = factory.createManagedConnection(null, null);
        managed.addConnectionEventListener(this);
        local = managed.getLocalTransaction();
        xa = managed.getXAResource();
    }

    boolean ofContainer() {
        return work != Work.NONE && work != Work.APPLICATION;
    }

    void check() {
        assertArrayEquals(due, heard, "events");
    }

    // ---- what statements do ----

    /** The SQLState that a statement is to fail with, before it reaches the database or there; null: none. */
    String statement(boolean bad) {
        var refused = metaData();
        if (refused != null || failed) {
            return refused == null ? "25P02" : refused;
        }
        open = work != Work.NONE;
        failed = bad && open;
        return bad ? "22012" : null;
    }

    /** Meta data counts as work, since most of it is asked of the database. */
    String metaData() {
        if (work == Work.ENDED || work == Work.SUSPENDED) {
            return "25000";
        }
        if (manual && work == Work.NONE) {
            work = Work.APPLICATION;
            due[ConnectionEvent.LOCAL_TRANSACTION_STARTED]++;
        }
        return null;
    }

    /** The SQLState that a commit of the application's is to fail with. */
    String commit() {
        var refused = demarcation();
        if (refused == null && failed) {
            ended(ConnectionEvent.LOCAL_TRANSACTION_ROLLEDBACK);
            return "25P02";
        }
        if (refused == null) {
            ended(ConnectionEvent.LOCAL_TRANSACTION_COMMITTED);
        }
        return refused;
    }

    String rollback() {
        var refused = demarcation();
        if (refused == null) {
            ended(ConnectionEvent.LOCAL_TRANSACTION_ROLLEDBACK);
        }
        return refused;
    }

    private String demarcation() {
        return ofContainer() ? "25000" : manual ? null : "25P01";
    }

    String autoCommit(boolean on) {
        if (ofContainer()) {
            return on ? "25000" : null;
        }
        var refused = on && manual ? commit() : null;
        if (refused == null) {
            manual = !on;
        }
        return refused;
    }

    private void ended(int event) {
        if (work == Work.APPLICATION) {
            due[event]++;
        }
        work = Work.NONE;
        open = false;
        failed = false;
    }

    /** A container's transaction has gone from here. */
    private void over() {
        work = Work.NONE;
        open = false;
        failed = false;
        xid = null;
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
        return prepared ? branch : null;
    }

    void commitInOnePhase() throws Exception {
        if (work != Work.ENDED) {
            xa(xid == null ? XAException.XAER_NOTA : XAException.XAER_PROTO, () -> xa.commit(which(), true));
            return;
        }
        xa(failed ? XAException.XA_RBROLLBACK : 0, () -> xa.commit(xid, true));
        over();
    }

    void rollbackBranch() throws Exception {
        if (xid != null) {
            xa.rollback(xid);
            over();
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

    // ---- what a pool hears ----

    @Override
    public void connectionClosed(ConnectionEvent event) {
        heard[event.getId()]++;
    }

    @Override
    public void localTransactionStarted(ConnectionEvent event) {
        heard[event.getId()]++;
    }

    @Override
    public void localTransactionCommitted(ConnectionEvent event) {
        heard[event.getId()]++;
    }

    @Override
    public void localTransactionRolledback(ConnectionEvent event) {
        heard[event.getId()]++;
    }

    @Override
    public void connectionErrorOccurred(ConnectionEvent event) {
        heard[event.getId()]++;
    }
}
