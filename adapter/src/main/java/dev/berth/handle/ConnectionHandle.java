package dev.berth.handle;

import dev.berth.delegate.DelegatingConnection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The {@link java.sql.Connection} an application holds. It is closed once it has no session; several may share one session.
 *
 * <p>Safe for use by several threads, as far as the driver's connection is.
 */
public final class ConnectionHandle extends BoundConnection {

    private static final String OF_HANDLES = ConnectionHandle.class.getPackageName() + ".";
    private static final String OF_DELEGATES = DelegatingConnection.class.getPackageName() + ".";

    /** An open handle on that session, which has a reference to it. */
    public ConnectionHandle(Session session) {
        super(session, 0);
    }

    /**
     * An open handle on that session.
     *
     * @param ticket by which the session knows it
     */
    public ConnectionHandle(Session session, long ticket) {
        super(session, ticket);
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
    void keptBy(Session session) {
        session.keep(this);
    }

    // ---- life ----

    /**
     * Moves the handle to another session. What was opened on the old one is closed.
     *
     * @return false when the handle is closed: then nothing has happened
     */
    public boolean associate(Session other) {
        var old = live();
        if (old == null || !moves(old, other)) {
            return false;
        }
        letChildrenGo(old);
        return true;
    }

    /** Moves the handle to a session that refuses, and leaves what was opened on the old one alone: that one is gone. */
    public void expire(Session refusing) {
        var old = bound();
        if (old != null && moves(old, refusing)) {
            abandonChildren();
        }
    }

    /** Closes the handle without a word to anyone: its session has been taken away. */
    public void invalidate() {
        var old = bound();
        unbind();
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
            var left = closeChildren();
            old.leftOpen(left.statements(), left.results());
            left.failures().forEach(old::failed);
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
        var old = bound();
        if (old != null && moves(old, null)) {
            letChildrenGo(old);
            if (ticket() == 0 || old.lets(ticket())) {
                old.closed(this);
            }
        }
    }

    @Override
    public boolean isClosed() throws SQLException {
        var now = live();
        return now == null || now.closed();
    }

    @Override
    public void abort(Executor executor) throws SQLException {
        if (executor == null) {
            throw SqlState.invalid("abort needs an executor, and got null: the closing is done in its thread");
        }
        var now = live();
        if (now != null) {
            now.abort(executor);
        }
    }

    @Override
    public boolean isValid(int seconds) throws SQLException {
        if (seconds < 0) {
            throw SqlState.invalid("isValid takes a timeout of 0 or more seconds, and got " + seconds);
        }
        var now = live();
        return now != null && now.valid(seconds);
    }

    /** Whether a thread's stack is, in that frame, in a call of a handle or of what a handle has made. */
    public static boolean isCall(StackTraceElement frame) {
        var type = frame.getClassName();
        return type.startsWith(OF_HANDLES) || type.startsWith(OF_DELEGATES);
    }

    @Override
    public String toString() {
        return "ConnectionHandle@" + Integer.toHexString(System.identityHashCode(this))
                + (live() == null ? " (closed)" : "");
    }
}
