package dev.berth;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;

/** What ought to be the state of a managed connection, and what its listener ought to hear. */
abstract class MachineModel implements ConnectionEventListener {

    enum Work {
        NONE,
        APPLICATION,
        CONTAINER,
        BRANCH,
        ENDED,
        SUSPENDED
    }

    Work work = Work.NONE;
    /** The application has turned autocommit off. */
    boolean manual;
    /** A transaction is open in the database. */
    boolean open;
    /** And it has failed. */
    boolean failed;

    /** Events by their id: heard, and due. */
    private final int[] heard = new int[6];

    final int[] due = new int[6];

    final void check() {
        assertArrayEquals(due, heard, "events");
    }

    boolean ofContainer() {
        return work != Work.NONE && work != Work.APPLICATION;
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

    final void ended(int event) {
        if (work == Work.APPLICATION) {
            due[event]++;
        }
        work = Work.NONE;
        open = false;
        failed = false;
    }

    /** A container's transaction has gone from here. */
    final void over() {
        work = Work.NONE;
        open = false;
        failed = false;
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
