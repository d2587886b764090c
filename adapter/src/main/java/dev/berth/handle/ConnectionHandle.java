package dev.berth.handle;

import dev.berth.delegate.Child;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The {@link Connection} an application holds. It is closed once it has no session; several may share one session.
 *
 * <p>Safe for use by several threads, as far as the driver's connection is.
 */
public final class ConnectionHandle extends SessionConnection {

    private static final VarHandle SESSION;

    static {
        try {
            SESSION = MethodHandles.lookup().findVarHandle(ConnectionHandle.class, "session", Session.class);
        } catch (ReflectiveOperationException failure) {
            throw new ExceptionInInitializerError(failure);
        }
    }

    private volatile @Nullable Session session;

    /** An open handle on that session. */
    public ConnectionHandle(Session session) {
        SESSION.set(this, session); // nobody sees it yet: a volatile write would wait for nothing
        VarHandle.releaseFence();
    }

    @Override
    Session session() throws SQLException {
        var now = session;
        if (now == null) {
            throw SqlState.closed("connection handle");
        }
        return now;
    }

    @Override
    protected Connection delegate() throws SQLException {
        return session().connection();
    }

    @Override
    protected Connection delegate(String sql) throws SQLException {
        var now = session();
        now.text(sql);
        return now.connection();
    }

    @Override
    public Object tenure() {
        var now = session;
        return now == null ? this : now; // a closed handle has no tenure: nothing that it gave out is good
    }

    @Override
    public boolean open(Object tenure) {
        return session == tenure;
    }

    @Override
    public void check(Object tenure) throws SQLException {
        if (session() != tenure) {
            throw SqlState.closed("value, which its connection handle gave out in an earlier transaction,");
        }
    }

    @Override
    public SQLException failed(SQLException failure) {
        var now = session;
        if (now != null && !SqlState.isOurs(failure)) { // one raised while a result was adopted comes by here too
            now.failed(failure);
        }
        return failure;
    }

    @Override
    public SQLException closed(String what) {
        return SqlState.closed(what);
    }

    @Override
    public void text(String sql) throws SQLException {
        session().text(sql);
    }

    @Override
    public void working() throws SQLException {
        session().working();
    }

    @Override
    public boolean mayInterrupt() {
        var now = session;
        return now == null || now.mayInterrupt();
    }

    @Override
    public void limited() throws SQLException {
        session().limited();
    }

    @Override
    public void cancelled() {
        var now = session;
        if (now != null) {
            now.cancelled();
        }
    }

    @Override
    public void wrote() {
        var now = session;
        if (now != null) {
            now.wrote();
        }
    }

    @Override
    <S extends Statement> S made(S raw, @Nullable String sql) throws SQLException {
        try {
            return session().made(raw, sql);
        } catch (SQLException failure) {
            raw.close();
            throw failure;
        }
    }

    @Override
    <T extends Child> T takeIn(T child) throws SQLException {
        opened(child);
        if (session == null) {
            closeChildren();
            throw SqlState.closed("connection handle");
        }
        return child;
    }

    // ---- life ----

    /**
     * Moves the handle to another session. What was opened on the old one is closed.
     *
     * @return false when the handle is closed: then nothing has happened
     */
    public boolean associate(Session other) {
        var old = session;
        if (old == null || !SESSION.compareAndSet(this, old, other)) {
            return false;
        }
        letChildrenGo(old);
        return true;
    }

    /** Moves the handle to a session that refuses, and leaves what was opened on the old one alone: that one is gone. */
    public void expire(Session refusing) {
        var old = session;
        if (old != null && SESSION.compareAndSet(this, old, refusing)) {
            abandonChildren();
        }
    }

    /** Closes the handle without a word to anyone: its session has been taken away. */
    public void invalidate() {
        var old = session;
        session = null;
        if (old != null) {
            letChildrenGo(old);
        }
    }

    /** Closes them, unless that could cut off what another thread has under way: then they just refuse. */
    private void letChildrenGo(Session old) {
        if (!hasChildren()) {
            return;
        }
        if (old.mayInterrupt()) {
            old.leftOpen(openStatements(), openResults());
            closeChildren().forEach(old::failed);
        } else {
            abandonChildren();
        }
    }

    /** Cancels whatever statement of its own is running, as {@link Statement#cancel} does; from any thread. */
    public void cancelStatements() throws SQLException {
        cancelChildren();
    }

    @Override
    public void close() throws SQLException {
        var old = session;
        if (old != null && SESSION.compareAndSet(this, old, null)) {
            letChildrenGo(old);
            old.closed(this);
        }
    }

    @Override
    public boolean isClosed() throws SQLException {
        var now = session;
        return now == null || now.closed();
    }

    @Override
    public void abort(Executor executor) throws SQLException {
        if (executor == null) {
            throw SqlState.invalid("abort needs an executor, and got null: the closing is done in its thread");
        }
        var now = session;
        if (now != null) {
            now.abort(executor);
        }
    }

    @Override
    public boolean isValid(int seconds) throws SQLException {
        if (seconds < 0) {
            throw SqlState.invalid("isValid takes a timeout of 0 or more seconds, and got " + seconds);
        }
        var now = session;
        return now != null && now.valid(seconds);
    }

    @Override
    public String toString() {
        return "ConnectionHandle@" + Integer.toHexString(System.identityHashCode(this))
                + (session == null ? " (closed)" : "");
    }
}
