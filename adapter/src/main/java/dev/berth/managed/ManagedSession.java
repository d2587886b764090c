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
import java.time.Duration;
import java.util.concurrent.Executor;
import javax.sql.ConnectionEvent;
import javax.sql.ConnectionEventListener;
import org.jspecify.annotations.Nullable;

/** What the handles of one managed connection work on: its session with the database, and whose transaction it is in. */
final class ManagedSession implements Session, ConnectionEventListener {

    private static final Logger LOG = System.getLogger("dev.berth.managed");

    private final JdbcManagedConnection managed;
    private final Dialect dialect;
    private final boolean strict;
    private final ConnectionState state;
    private final ConnectionEvents events;
    private final SessionSettings settings;

    private volatile Physical physical;

    /** The application has turned autocommit off, outside any transaction of the container. */
    private volatile boolean manual;

    /** A statement has run in the container's transaction. */
    private volatile boolean worked;

    /** SQLState of the first statement that failed in the transaction. */
    private volatile @Nullable String firstFailure;

    ManagedSession(
            JdbcManagedConnection managed,
            ConnectionSource source,
            ConnectionState state,
            ConnectionEvents events,
            Physical physical) {
        this.managed = managed;
        this.dialect = source.dialect();
        this.strict = source.config().strictCommit();
        this.state = state;
        this.events = events;
        this.settings = new SessionSettings(dialect);
        this.physical = physical;
        physical.listen(this);
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
    public void working() throws SQLException {
        var work = state.work();
        if (work == Work.NONE) {
            if (manual && state.applicationBegins()) {
                events.started();
            }
        } else if (!work.takesStatements()) {
            throw Refusal.over(work);
        } else if (!worked) {
            worked = true;
        }
    }

    // ---- the application's transaction ----

    @Override
    public boolean autoCommit() throws SQLException {
        return !state.work().ofContainer() && connection().getAutoCommit();
    }

    @Override
    public void autoCommit(boolean on) throws SQLException {
        if (state.work().ofContainer()) {
            if (on) {
                throw Refusal.notYours("setAutoCommit(true)");
            }
            return;
        }
        if (on && manual) {
            commit(); // as JDBC has it: turning autocommit on commits, and an honest commit may fail
        }
        attempt(raw -> raw.setAutoCommit(on));
        manual = !on;
    }

    @Override
    public void commit() throws SQLException {
        demarcating("commit");
        if (strict && manual && dialect.transactionFailed(connection())) {
            var why = String.valueOf(firstFailure);
            rollback();
            throw Refusal.thrownAway(why);
        }
        attempt(Connection::commit);
        ended(true);
    }

    @Override
    public void rollback() throws SQLException {
        demarcating("rollback");
        attempt(Connection::rollback);
        ended(false);
    }

    private void ended(boolean committed) {
        firstFailure = null;
        if (state.applicationEnds()) {
            if (committed) {
                events.committed();
            } else {
                events.rolledBack();
            }
        }
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
            if (setting.ofTransaction() && worked) {
                throw Refusal.tooLate(setting.call());
            }
        }
        attempt(raw -> settings.changing(setting, raw));
    }

    // ---- its end ----

    @Override
    public boolean valid(int seconds) throws SQLException {
        var raw = connection();
        boolean valid = raw.isValid(seconds);
        if (!valid) {
            failed(new SQLException("The database did not answer a validation", Refusal.CONNECTION_FAILURE));
        } else if (manual
                && state.work() == Work.NONE
                && dialect.transactionOpen(raw).orElse(false)) {
            raw.rollback(); // some drivers' question opens a transaction where autocommit is off
        }
        return valid;
    }

    boolean validWithin(Duration limit) {
        try {
            return valid((int) limit.toSeconds());
        } catch (SQLException failure) {
            failed(failure);
            return false;
        }
    }

    @Override
    public void abort(Executor executor) throws SQLException {
        physical.connection().abort(executor);
        broken(new SQLException("The application aborted the connection", Refusal.CONNECTION_FAILURE));
    }

    @Override
    public void failed(Throwable failure) {
        for (var sql : Causes.of(failure)) {
            if (firstFailure == null && (manual || state.work() != Work.NONE)) {
                firstFailure = sql.getSQLState();
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

    /** By the driver's own pooled connection: what it calls closing is not a handle of ours. */
    @Override
    public void connectionClosed(ConnectionEvent event) {}

    @Override
    public void connectionErrorOccurred(ConnectionEvent event) {
        broken(event.getSQLException());
    }

    @Override
    public void closed(ConnectionHandle handle) {
        managed.closed(handle);
    }

    /** The SQLState of the first statement that failed in this transaction; forgotten with it. */
    String takeFirstFailure() {
        var state = firstFailure;
        firstFailure = null;
        return String.valueOf(state);
    }

    /** A transaction of the container begins or has ended: nothing has worked or failed in it yet. */
    void fresh() {
        worked = false;
        firstFailure = null;
    }

    /** Rolls back what is open and restores what was changed. */
    void clean() throws SQLException {
        var raw = connection();
        boolean automatic = raw.getAutoCommit();
        if (dialect.transactionOpen(raw).orElse(!automatic)) {
            if (automatic) {
                raw.setAutoCommit(false); // the application said BEGIN itself; JDBC rolls back in this mode only
            }
            raw.rollback();
            LOG.log(Level.WARNING, "A transaction that the application left open was rolled back");
        }
        if (automatic != raw.getAutoCommit() || !automatic) {
            raw.setAutoCommit(true);
        }
        manual = false;
        ended(false);
        fresh();
        settings.restore(raw);
        raw.clearWarnings();
    }

    void close() throws SQLException {
        physical.close(this);
    }

    private void attempt(Call call) throws SQLException {
        var raw = connection();
        try {
            call.on(raw);
        } catch (SQLException failure) {
            failed(failure);
            throw failure;
        }
    }

    @FunctionalInterface
    private interface Call {
        void on(Connection raw) throws SQLException;
    }
}
