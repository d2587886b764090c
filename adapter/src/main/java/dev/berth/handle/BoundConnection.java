package dev.berth.handle;

import dev.berth.delegate.Child;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The half of the connection handle that is bound to a session. As a rule the session knows the handle by a number alone,
 * its ticket: a reference from what is old to each new handle would cost the collector's barrier at every borrow. The
 * session gets one when the handle opens something, which has to be closed where the handle is taken away.
 */
abstract class BoundConnection extends SessionConnection {

    private static final VarHandle SESSION;
    private static final VarHandle TICKET;

    static {
        try {
            var lookup = MethodHandles.lookup();
            SESSION = lookup.findVarHandle(BoundConnection.class, "session", Session.class);
            TICKET = lookup.findVarHandle(BoundConnection.class, "ticket", long.class);
        } catch (ReflectiveOperationException failure) {
            throw new ExceptionInInitializerError(failure);
        }
    }

    private volatile @Nullable Session session;
    private volatile long ticket;
    private boolean kept; // a race costs a look

    /** Nobody sees it yet: a volatile write would wait for nothing. */
    BoundConnection(Session session, long ticket) {
        TICKET.set(this, ticket);
        SESSION.set(this, session);
        VarHandle.releaseFence();
    }

    /** By which the session knows it; 0 where it has a reference. */
    public final long ticket() {
        return ticket;
    }

    /** The session has a reference from now on. */
    public final void withoutTicket() {
        ticket = 0;
    }

    /** What it is bound to, be the ticket good or not; null once it is closed. */
    final @Nullable Session bound() {
        return session;
    }

    /** What it is bound to; null when it is closed, or was taken away. */
    final @Nullable Session live() {
        var now = session;
        long mine = ticket;
        return now == null || mine == 0 || now.serves(mine) ? now : null;
    }

    /** From that session to another, or none; false where it was not bound to that. */
    final boolean moves(Session from, @Nullable Session to) {
        return SESSION.compareAndSet(this, from, to);
    }

    final void unbind() {
        session = null;
    }

    @Override
    final Session session() throws SQLException {
        var now = session;
        if (now == null) {
            throw SqlState.closed("connection handle");
        }
        long mine = ticket;
        if (mine != 0 && !now.serves(mine)) {
            var expired = now.expired();
            throw expired != null ? expired : SqlState.closed("connection handle");
        }
        return now;
    }

    /** Something is open below it: where the session takes it away meanwhile, that is closed here. */
    @Override
    final <T extends Child> T takeIn(T child) throws SQLException {
        opened(child);
        var now = session;
        if (now != null && !kept) {
            kept = true;
            keptBy(now);
        }
        if (live() == null) {
            closeChildren();
            throw SqlState.closed("connection handle");
        }
        return child;
    }

    @Override
    protected final Connection delegate() throws SQLException {
        return session().connection();
    }

    @Override
    protected final Connection delegate(String sql) throws SQLException {
        var now = session();
        now.text(sql);
        return now.connection();
    }

    /** Gives the session a reference. */
    abstract void keptBy(Session session);

    // ---- what those below it ask ----

    @Override
    public final Object tenure() {
        var now = live();
        return now == null ? this : now; // a closed handle has no tenure: nothing that it gave out is good
    }

    @Override
    public final boolean open(Object tenure) {
        return live() == tenure;
    }

    @Override
    public final void check(Object tenure) throws SQLException {
        if (session() != tenure) {
            throw SqlState.closed("value, which its connection handle gave out in an earlier transaction,");
        }
    }

    @Override
    public final SQLException failed(SQLException failure) {
        var now = live();
        if (now != null && !SqlState.isOurs(failure)) { // one raised while a result was adopted comes by here too
            now.failed(failure);
        }
        return failure;
    }

    @Override
    public final SQLException closed(String what) {
        return SqlState.closed(what);
    }

    @Override
    public final void text(String sql) throws SQLException {
        session().text(sql);
    }

    @Override
    public final void working() throws SQLException {
        session().working();
    }

    @Override
    public final boolean mayInterrupt() {
        var now = live();
        return now == null || now.mayInterrupt();
    }

    @Override
    public final void limited() throws SQLException {
        session().limited();
    }

    @Override
    public final void cancelled() {
        var now = live();
        if (now != null) {
            now.cancelled();
        }
    }

    @Override
    public final void wrote() {
        var now = live();
        if (now != null) {
            now.wrote();
        }
    }
}
