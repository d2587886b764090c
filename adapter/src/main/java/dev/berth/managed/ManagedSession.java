package dev.berth.managed;

import dev.berth.dialect.Causes;
import dev.berth.dialect.Dialect;
import dev.berth.handle.ConnectionHandle;
import dev.berth.handle.Session;
import dev.berth.handle.Setting;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What the handles of one managed connection work on: its session with the database, and whose transaction it is in. */
final class ManagedSession implements Session {

    private final JdbcManagedConnection managed;
    private final Dialect dialect;
    private final ConnectionState state;
    private final ConnectionEvents events;
    private final SessionSettings settings;
    private final ApplicationTransaction application;
    private final DriverEvents driverEvents = new DriverEvents(this);
    private final ContainerWork work = new ContainerWork();
    private final ReadOnlyVote readOnlyVote;
    private final Interruption interruption;
    private final TransactionDeadline deadline;
    private volatile Physical physical;

    ManagedSession(
            JdbcManagedConnection managed,
            ConnectionSource source,
            ConnectionState state,
            ConnectionEvents events,
            Physical physical) {
        this.managed = managed;
        this.dialect = source.dialect();
        this.application = new ApplicationTransaction(this, source, state, events);
        this.state = state;
        this.events = events;
        this.settings = new SessionSettings(dialect);
        this.interruption = new Interruption(dialect);
        this.readOnlyVote = new ReadOnlyVote(this, source);
        this.deadline = new TransactionDeadline(source.config().serverTimeout(), dialect, System::nanoTime);
        this.physical = physical;
        physical.listen(driverEvents);
    }

    JdbcManagedConnection managed() {
        return managed;
    }

    Physical physical() {
        return physical;
    }

    @Override
    public Connection connection() throws SQLException {
        if (!state.usable()) {
            throw Refusal.gone(state.life());
        }
        return physical.connection();
    }

    @Override
    public boolean closed() throws SQLException {
        return !state.usable() || physical.connection().isClosed();
    }

    @Override
    public void text(String sql) throws SQLException {
        if (state.work().ofContainer() && TransactionText.endsTransaction(sql)) {
            throw Refusal.notBySql(sql);
        }
        readOnlyVote.text(sql);
    }

    @Override
    public void working() throws SQLException {
        var now = state.work();
        if (now == Work.NONE) {
            application.working();
        } else if (!now.takesStatements()) {
            throw Refusal.over(now);
        } else if (!state.usable()) {
            throw Refusal.gone(state.life());
        } else if (work.working()) {
            firstStatement();
        }
    }

    /** The first statement of a transaction is about to run. */
    void firstStatement() throws SQLException {
        attempt(interruption::firstStatement);
        attempt(deadline::apply);
    }

    @Override
    public boolean mayInterrupt() {
        return !work.isElsewhere() || interruption.isHarmless(physical.connection());
    }

    @Override
    public void limited() {
        interruption.expected();
    }

    @Override
    public void wrote() {
        work.write();
    }

    // ---- the application's transaction ----

    @Override
    public boolean autoCommit() throws SQLException {
        return !state.work().ofContainer() && connection().getAutoCommit();
    }

    @Override
    public void autoCommit(boolean on) throws SQLException {
        if (!state.work().ofContainer()) {
            application.autoCommit(on);
        } else if (on) {
            throw Refusal.notYours("setAutoCommit(true)");
        }
    }

    @Override
    public void commit() throws SQLException {
        demarcating("commit");
        application.commit();
    }

    @Override
    public void rollback() throws SQLException {
        demarcating("rollback");
        application.rollback();
    }

    @Override
    public void demarcating(String call) throws SQLException {
        if (state.work().ofContainer()) {
            throw Refusal.notYours(call);
        }
    }

    @Override
    public void changing(Setting setting) throws SQLException {
        if (state.work().ofContainer()) {
            Refusal.ofChange(setting, managed.handleCount(), work.worked());
        }
        attempt(raw -> settings.changing(setting, raw));
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
            if (application.manual() || state.work() != Work.NONE) {
                work.failed(sql.getSQLState());
            }
            if (state.usable() && dialect.isFatal(sql, physical.connection())) {
                broken(sql);
            }
            return; // the judge walks down the rest itself
        }
    }

    /** Tells the pool, once, that the session is gone. */
    void broken(@Nullable Exception cause) {
        if (state.breaks()) {
            events.broken(cause);
        }
    }

    @Override
    public void closed(ConnectionHandle handle) {
        managed.closed(handle);
    }

    /** A transaction of the container begins: it has its own say on autocommit, and leaves it on. */
    void begins() {
        work.begins();
        deadline.begins();
        application.overruled();
    }

    ReadOnlyVote readOnlyVote() {
        return readOnlyVote;
    }

    TransactionDeadline deadline() {
        return deadline;
    }

    /** What has happened in the transaction that it works for. */
    ContainerWork work() {
        return work;
    }

    RollbackFromElsewhere rollbackFromElsewhere() {
        return new RollbackFromElsewhere(this, state, dialect);
    }

    /** Rolls back what is open and restores what was changed. */
    void clean() throws SQLException {
        application.discard();
        work.over();
        settings.restore(connection());
        connection().clearWarnings();
    }

    void close() throws SQLException {
        physical.close(driverEvents);
    }

    /** The one door to the physical connection for what is not a handle's: a failure is judged. */
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
