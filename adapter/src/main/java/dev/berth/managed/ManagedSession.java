package dev.berth.managed;

import dev.berth.dialect.Causes;
import dev.berth.dialect.Dialect;
import dev.berth.handle.ConnectionHandle;
import dev.berth.handle.Session;
import dev.berth.handle.Setting;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What the handles of one managed connection work on: its session with the database, and whose transaction it is in. */
final class ManagedSession implements Session {

    private static final Logger LOG = System.getLogger("dev.berth.managed");

    private final JdbcManagedConnection managed;
    private final Dialect dialect;
    private final ConnectionState state;
    private final ConnectionEvents events;
    private final SessionSettings settings;
    private final ApplicationTransaction application;
    private final DriverEvents driverEvents = new DriverEvents(this);

    private volatile Physical physical;

    private final ContainerWork work = new ContainerWork();

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
        } else {
            work.working();
        }
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
            int handles = managed.handleCount();
            if (handles > 1 && (setting.ofTransaction() || setting == Setting.SCHEMA)) {
                throw Refusal.shared(setting.call(), handles);
            }
            if (setting.ofTransaction() && work.worked()) {
                throw Refusal.tooLate(setting.call());
            }
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
        } else if (application.manual()
                && state.work() == Work.NONE
                && dialect.transactionOpen(raw).orElse(false)) {
            raw.rollback(); // some drivers' question opens a transaction where autocommit is off
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
        application.overruled();
    }

    /** What has happened in the transaction that it works for. */
    ContainerWork work() {
        return work;
    }

    /**
     * The container rolls back while the work is another thread's: its statement is cancelled first, its handles do
     * nothing more, and the connection is not used again. So a statement that was on its way already can neither run
     * outside the transaction nor reach the next user: autocommit stays off, and nobody commits here any more.
     *
     * @throws SQLException when the session died of it; the database rolls back then
     */
    void rollbackFromElsewhere() throws SQLException {
        state.breaks(); // without an event: the pool hears of it at cleanup, when the application has let go
        var raw = physical.connection();
        try {
            dialect.cancel(raw);
        } catch (SQLException failure) {
            LOG.log(Level.DEBUG, "The statement could not be cancelled; the rollback waits for its end", failure);
        }
        try {
            raw.rollback();
        } finally {
            managed.expireHandles();
        }
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
    void attempt(Call call) throws SQLException {
        var raw = connection();
        try {
            call.on(raw);
        } catch (SQLException failure) {
            failed(failure);
            throw failure;
        }
    }

    @FunctionalInterface
    interface Call {
        void on(Connection raw) throws SQLException;
    }
}
