package dev.berth.managed;

import dev.berth.dialect.Dialect;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.BooleanSupplier;

/** The transactions that an application demarcates itself, outside any of the container, with autocommit off. */
final class ApplicationTransaction {

    private static final Logger LOG = System.getLogger("dev.berth.managed");

    private final ManagedSession session;
    private final Dialect dialect;
    private final boolean strict;
    private final ConnectionState state;
    private final ConnectionEvents events;

    private final BooleanSupplier begins; // made once: an end is looked for at each return
    private final BooleanSupplier ends;

    private volatile boolean manual;

    ApplicationTransaction(
            ManagedSession session, ConnectionSource source, ConnectionState state, ConnectionEvents events) {
        this.session = session;
        this.dialect = source.dialect();
        this.strict = source.config().strictCommit();
        this.state = state;
        this.events = events;
        this.begins = state::applicationBegins;
        this.ends = state::applicationEnds;
    }

    /** Whether the application has turned autocommit off. */
    boolean manual() {
        return manual;
    }

    /** A statement is about to run: the first one begins the transaction. */
    void working() throws SQLException {
        if (!manual) {
            return;
        }
        session.work().working();
        if (moves(begins)) {
            events.started();
            session.connection(); // refused where it was taken away while the pool was told: see LastCall
            session.firstStatement();
        }
    }

    /** The container begins a transaction, after which autocommit is on. */
    void overruled() {
        if (manual) {
            manual = false;
        }
    }

    private boolean moves(BooleanSupplier transition) throws SQLException {
        try {
            return transition.getAsBoolean();
        } catch (IllegalStateException meanwhile) {
            throw Refusal.over(state.work()); // the container has begun a transaction meanwhile
        }
    }

    /** As JDBC has it: turning autocommit on commits what is open, and an honest commit may fail. */
    void autoCommit(boolean on) throws SQLException {
        if (on && manual) {
            commit();
        }
        session.attempt(raw -> raw.setAutoCommit(on));
        manual = !on;
    }

    /** Commits, or rolls back and throws where the database had thrown the work away. */
    void commit() throws SQLException {
        if (strict && manual && dialect.transactionFailed(session.connection())) {
            var why = session.work().takeFirstFailure();
            rollback();
            throw Refusal.thrownAway(why);
        }
        session.attempt(Connection::commit);
        ended(true);
    }

    void rollback() throws SQLException {
        session.attempt(Connection::rollback);
        ended(false);
    }

    private void ended(boolean committed) throws SQLException {
        session.work().over();
        if (moves(ends)) {
            if (committed) {
                events.committed();
            } else {
                events.rolledBack();
            }
        }
    }

    /** After a validation: some drivers' question opens a transaction where autocommit is off. */
    void validated(Connection raw) throws SQLException {
        if (manual && state.worksForNobody() && dialect.transactionOpen(raw).orElse(false)) {
            raw.rollback();
        }
    }

    /** Before the next user: rolls back what is open, whoever began it and by whatever means; autocommit is on again. */
    void discard() throws SQLException {
        var raw = session.connection();
        if (!dialect.isIdle(raw) || manual || !state.worksForNobody()) {
            discardWhatIsOpen(raw); // hardly ever
        }
    }

    private void discardWhatIsOpen(Connection raw) throws SQLException {
        boolean automatic = raw.getAutoCommit();
        var told = dialect.transactionOpen(raw);
        if (told.orElse(!automatic)) {
            if (automatic) {
                raw.setAutoCommit(false); // the application said BEGIN itself; JDBC rolls back in this mode only
            }
            raw.rollback();
        }
        if (told.orElse(state.works(StateWord.APPLICATION))) {
            LOG.log(Level.WARNING, "A transaction that the application left open was rolled back");
        }
        if (!raw.getAutoCommit()) {
            raw.setAutoCommit(true);
        }
        overruled();
        ended(false);
    }
}
