package dev.berth.managed;

import dev.berth.dialect.Causes;
import dev.berth.dialect.Dialect;
import dev.berth.dialect.Health;
import dev.berth.handle.ConnectionHandle;
import dev.berth.handle.Setting;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What the handles of one managed connection work on: its session with the database, which can be replaced. */
final class ManagedSession extends TransactionSession {

    private final ConnectionSource source;
    private final Dialect dialect;
    private final ConnectionState state;
    private final ConnectionEvents events;
    private final ApplicationTransaction application;
    private final DriverEvents driverEvents = new DriverEvents(this);
    private final ReadOnlyVote readOnlyVote;
    private volatile Physical physical;
    private @Nullable String harmless; // the last text that needs no look again; plain, for any such will do

    ManagedSession(
            JdbcManagedConnection managed,
            ConnectionSource source,
            ConnectionState state,
            ConnectionEvents events,
            Physical physical) {
        super(managed, source, state);
        this.source = source;
        this.dialect = source.dialect();
        this.application = new ApplicationTransaction(this, source, state, events);
        this.state = state;
        this.events = events;
        this.readOnlyVote = new ReadOnlyVote(this, source);
        this.physical = physical;
        listen(physical);
    }

    @Override
    ApplicationTransaction application() {
        return application;
    }

    @Override
    Physical physical() {
        return physical;
    }

    @Override
    public Connection connection() throws SQLException {
        if (!state.usable()) {
            throw Refusal.gone(state.life());
        }
        state.touch();
        return physical.connection();
    }

    @Override
    public boolean closed() throws SQLException {
        return !state.usable() || physical.connection().isClosed();
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // the very same needs no look: an application's texts are mostly constants
    public void text(String sql) throws SQLException {
        if (sql != harmless) {
            harmless = looksHarmless(sql) ? sql : null;
        }
        managed().leaks().text(sql);
    }

    /** Whether the same text needs no look the next time, whatever the transaction; and is not too long to be kept. */
    private boolean looksHarmless(String sql) throws SQLException {
        boolean ends = TransactionText.endsTransaction(sql);
        if (ends && state.worksForContainer()) {
            throw Refusal.notBySql(sql);
        }
        boolean leaves = leftovers().text(sql);
        readOnlyVote.text(sql);
        return !ends && !leaves && sql.length() <= TraceTable.LONGEST;
    }

    @Override
    public <S extends Statement> S made(S raw, @Nullable String sql) throws SQLException {
        return source.statements().made(raw, sql, this);
    }

    @Override
    public void leftOpen(int statements, int results) {
        source.counts().leftOpen(statements, results);
    }

    // ---- the physical connection ----

    /** Puts another one into its place, while nobody works on it; {@link #listen} has to follow. */
    void place(Physical other) {
        physical = other;
    }

    /** Has the driver's own pooled connection tell its failures. */
    void listen(Physical to) {
        to.listen(driverEvents);
    }

    /** Whether that is the one that it works on now. */
    boolean has(Physical one) {
        return physical.connection() == one.connection();
    }

    /** Whether one answers; what its driver tells of it meanwhile is no news to the pool. */
    Health ask(Physical asked) {
        asked.ignore(driverEvents);
        var health = source.check(asked.connection());
        if (health == Health.ALIVE) {
            asked.listen(driverEvents);
        }
        return health;
    }

    /** Closes one that is, or is about to be, replaced. */
    void retire(Physical old) {
        old.ignore(driverEvents);
        old.closeQuietly();
    }

    /** Ends one that does not answer, or that nobody may wait for. */
    void abandon(Physical old) {
        old.ignore(driverEvents);
        old.abort();
    }

    void close() throws SQLException {
        physical.close(driverEvents, work().elsewhere());
    }

    // ---- its end ----

    @Override
    public boolean valid(int seconds) throws SQLException {
        if (!state.usable()) {
            return false;
        }
        var raw = connection();
        boolean valid = raw.isValid(seconds);
        if (!valid) {
            failed(new SQLException("The database did not answer a validation", Refusal.CONNECTION_FAILURE));
        } else {
            application.validated(raw);
        }
        return valid;
    }

    @Override
    public void abort(Executor executor) throws SQLException {
        physical.connection().abort(executor);
        broken(new SQLException("The application aborted the connection", Refusal.CONNECTION_FAILURE));
    }

    @Override
    public void failed(Throwable failure) {
        for (var sql : Causes.of(failure)) {
            if (application.manual() || !state.worksForNobody()) {
                work().failed(sql.getSQLState());
            }
            if (state.usable() && dialect.isFatal(sql, physical.connection())) {
                source.failover().suspect();
                broken(sql);
            } else if (dialect.refusedWrite(sql) && !mayOnlyRead()) {
                managed().upkeep().suspectStandby();
            }
            return; // the judge walks down the rest itself
        }
    }

    /** Whether a refused write is no surprise: it was asked for, by the configuration or the application. */
    private boolean mayOnlyRead() {
        return source.setup().readOnly() || leftovers().changed(Setting.READ_ONLY);
    }

    /** Tells the pool, once, that the session is gone. */
    void broken(@Nullable Exception cause) {
        if (state.breaks()) {
            events.broken(cause);
        }
    }

    @Override
    public void closed(ConnectionHandle handle) {
        managed().closed(handle);
    }

    ReadOnlyVote readOnlyVote() {
        return readOnlyVote;
    }

    RollbackFromElsewhere rollbackFromElsewhere() {
        return new RollbackFromElsewhere(this, state, dialect);
    }

    /** Rolls back what is open and removes what was left behind. */
    void clean() throws SQLException {
        state.over();
        if (state.isTouched()) { // one that was borrowed for nothing goes back as it came
            application.discard();
            leftovers().remove(connection());
            connection().clearWarnings();
            state.untouched();
        }
    }

    @Override
    void attempt(JdbcCall call) throws SQLException {
        var raw = connection();
        try {
            call.on(raw);
        } catch (SQLException failure) {
            failed(failure);
            throw failure;
        }
    }
}
