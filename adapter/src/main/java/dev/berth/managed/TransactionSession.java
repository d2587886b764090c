package dev.berth.managed;

import dev.berth.dialect.Dialect;
import dev.berth.handle.Session;
import dev.berth.handle.Setting;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.sql.SQLException;

/** The half of the session that asks whose transaction it is in, before anything is done for an application. */
abstract class TransactionSession extends Padded implements Session {

    private static final VarHandle TOUCHED = Fields.of(MethodHandles.lookup(), "touched", boolean.class);

    private final JdbcManagedConnection managed;
    private final ConnectionState state;
    private final Leftovers leftovers;
    private final ContainerWork work = new ContainerWork();
    private final Interruption interruption;
    private final TransactionDeadline deadline;

    /** Whether anybody has asked for the driver's connection since the lease: without that nothing is left in it. */
    private volatile boolean touched;

    /** Whether the database has been sent anything since the lease. Written by the borrower, read at cleanup. */
    private boolean used;

    TransactionSession(JdbcManagedConnection managed, ConnectionSource source, ConnectionState state) {
        this.managed = managed;
        this.state = state;
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
        if (!used) {
            used = true;
        }
        var now = state.work();
        if (now == Work.NONE) {
            application().working();
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
        if (interruption.isExpected()) {
            attempt(interruption::firstStatement);
        }
        if (deadline.isOn()) {
            attempt(deadline::apply);
        }
    }

    /** Whether the database was sent anything since this was asked last. */
    boolean takeUsed() {
        boolean was = used;
        if (was) {
            used = false;
        }
        return was;
    }

    /** Something may be left in the session from now on; whoever cleans it sees so, for they get it later. */
    void touch() {
        if (!touched) {
            TOUCHED.setRelease(this, true);
        }
    }

    boolean isTouched() {
        return touched;
    }

    /** It has been made clean. */
    void untouched() {
        TOUCHED.setRelease(this, false);
    }

    @Override
    public boolean mayInterrupt() {
        return !work.isElsewhere() || interruption.isHarmless(physical().connection());
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
        if (state.work().ofContainer()) {
            throw Refusal.notYours(call);
        }
    }

    @Override
    public void changing(Setting setting) throws SQLException {
        if (state.work().ofContainer()) {
            Refusal.ofChange(setting, managed.handles().count(), work.worked());
        }
        attempt(raw -> leftovers.changing(setting, raw));
    }

    /** A transaction of the container begins: it has its own say on autocommit, and leaves it on. */
    void begins() {
        work.begins();
        deadline.begins();
        application().overruled();
    }

    TransactionDeadline deadline() {
        return deadline;
    }

    /** What has happened in the transaction that it works for. */
    ContainerWork work() {
        return work;
    }

    /** What the application has changed of the session. */
    Leftovers leftovers() {
        return leftovers;
    }
}
