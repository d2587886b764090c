package dev.berth.managed;

import dev.berth.dialect.Dialect;
import dev.berth.handle.ConnectionHandle;
import dev.berth.handle.Session;
import dev.berth.handle.Setting;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The half of the session that asks whose transaction it is in, before anything is done for an application. */
abstract class TransactionSession implements Session {

    private final JdbcManagedConnection managed;
    private final ConnectionState state;
    private final Handles handles;
    private final Leftovers leftovers;
    private final Interruption interruption;
    private final TransactionDeadline deadline;

    TransactionSession(JdbcManagedConnection managed, ConnectionSource source, ConnectionState state) {
        this.managed = managed;
        this.state = state;
        this.handles = managed.handles();
        Dialect dialect = source.dialect();
        this.leftovers = new Leftovers(source);
        this.interruption = new Interruption(dialect);
        this.deadline = new TransactionDeadline(source.config().serverTimeout(), dialect, System::nanoTime);
    }

    JdbcManagedConnection managed() {
        return managed;
    }

    abstract ApplicationTransaction application();

    abstract Physical physical();

    /** The one door to the physical connection for what is not a handle's: a failure is judged. */
    abstract void attempt(JdbcCall call) throws SQLException;

    @Override
    public void working() throws SQLException {
        state.use();
        int now = state.word();
        if (StateWord.worksForNobody(now)) {
            application().working();
        } else if (!StateWord.takesStatements(now)) {
            throw Refusal.over(StateWord.work(now));
        } else if (!state.usable()) {
            throw Refusal.gone(state.life());
        } else if (state.working()) {
            firstStatement();
        }
    }

    /** The first statement of a transaction is about to run. */
    void firstStatement() throws SQLException {
        if (interruption.isExpected()) {
            attempt(interruption::firstStatement);
        }
        if (deadline.isOn()) {
            attempt(deadline::apply);
        }
    }

    @Override
    public boolean mayInterrupt() {
        return !state.isElsewhere() || interruption.isHarmless(physical().connection());
    }

    @Override
    public void limited() {
        interruption.expected();
    }

    @Override
    public void cancelled() {
        managed.upkeep().trust().doubt();
    }

    @Override
    public void wrote() {
        state.write();
    }

    // ---- whether a handle is still good ----

    @Override
    public boolean serves(long ticket) {
        return handles.serves(ticket);
    }

    @Override
    public boolean lets(long ticket) {
        return handles.has(ticket) && !destroyed();
    }

    @Override
    public @Nullable SQLException expired() {
        return handles.areExpired() ? Refusal.rolledBackMeanwhile() : null;
    }

    @Override
    public void keep(ConnectionHandle handle) {
        handles.keep(handle);
    }

    boolean destroyed() {
        return state.isDestroyed();
    }

    // ---- the application's transaction ----

    @Override
    public boolean autoCommit() throws SQLException {
        return !state.worksForContainer() && connection().getAutoCommit();
    }

    @Override
    public void autoCommit(boolean on) throws SQLException {
        if (!state.worksForContainer()) {
            application().autoCommit(on);
        } else if (on) {
            throw Refusal.notYours("setAutoCommit(true)");
        }
    }

    @Override
    public void commit() throws SQLException {
        demarcating("commit");
        application().commit();
    }

    @Override
    public void rollback() throws SQLException {
        demarcating("rollback");
        application().rollback();
    }

    @Override
    public void demarcating(String call) throws SQLException {
        if (state.worksForContainer()) {
            throw Refusal.notYours(call);
        }
    }

    @Override
    public void changing(Setting setting) throws SQLException {
        if (state.worksForContainer()) {
            Refusal.ofChange(setting, handles.count(), state.worked());
        }
        attempt(raw -> leftovers.changing(setting, raw));
    }

    /** A transaction of the container begins: it has its own say on autocommit, and leaves it on. */
    void begins() {
        state.begins();
        deadline.begins();
        application().overruled();
    }

    TransactionDeadline deadline() {
        return deadline;
    }

    /** What has happened in the transaction that it works for. */
    LeaseNotes work() {
        return state;
    }

    /** What the application has changed of the session. */
    Leftovers leftovers() {
        return leftovers;
    }
}
