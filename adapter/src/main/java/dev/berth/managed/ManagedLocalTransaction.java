package dev.berth.managed;

import dev.berth.config.ConfigException;
import dev.berth.dialect.Causes;
import dev.berth.dialect.Dialect;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.LocalTransactionException;
import java.sql.SQLException;

/** The container's local transaction on one managed connection (8.7). It sends no events: the container knows. */
final class ManagedLocalTransaction implements LocalTransaction {

    private final ManagedSession session;
    private final Dialect dialect;
    private final boolean strict;
    private final ConnectionState state;
    private final RecoveryWatch watch;

    ManagedLocalTransaction(ManagedSession session, ConnectionSource source, ConnectionState state) {
        this.session = session;
        this.dialect = source.dialect();
        this.strict = source.config().strictCommit();
        this.state = state;
        this.watch = source.recoveryWatch();
    }

    /**
     * Begins.
     *
     * <p>Before: no transaction is open on the connection. After: autocommit is off; nothing was sent, the first
     * statement begins it in the database.
     *
     * @throws LocalTransactionException when a transaction is open, or the session is gone
     */
    @Override
    public void begin() throws ResourceException {
        fit();
        move(state::containerBegins);
        try {
            session.begins();
            session.connection().setAutoCommit(false);
        } catch (SQLException failure) {
            move(state::containerEnds);
            throw failed("Cannot begin the transaction", failure);
        }
    }

    /**
     * Commits.
     *
     * <p>Before: {@link #begin} was called, or the application began a transaction of its own, which a server may end
     * once its handles are closed. After: the transaction is over, whether committed or not.
     *
     * @throws LocalTransactionException when nothing was committed; or where COMMIT was sent and the session ended before
     *     it was answered, so that nobody can know: the text says which
     */
    @Override
    public void commit() throws ResourceException {
        if (state.works(StateWord.APPLICATION)) {
            applications(session::commit);
            return;
        }
        requireBegun("commit");
        boolean sent = false;
        try {
            var raw = session.connection();
            if (strict && dialect.transactionFailed(raw)) {
                raw.rollback();
                throw Refusal.thrownAway(session.work().takeFirstFailure());
            }
            sent = !raw.isClosed();
            raw.commit();
            raw.setAutoCommit(true);
        } catch (SQLException failure) {
            session.failed(failure);
            if (sent && !state.usable()) {
                watch.unknown("a local transaction", failure);
                throw failed("Nobody can know whether it was committed: the session ended meanwhile", failure);
            }
            afterFailure();
            throw failed("Nothing was committed", failure);
        } finally {
            over();
        }
    }

    /**
     * Rolls back.
     *
     * <p>Before: as with {@link #commit}. After: the transaction is over.
     *
     * @throws LocalTransactionException when the session is gone; the database rolls back by itself then
     */
    @Override
    public void rollback() throws ResourceException {
        if (state.works(StateWord.APPLICATION)) {
            applications(session::rollback);
            return;
        }
        requireBegun("rollback");
        try {
            if (session.work().isElsewhere()) {
                session.rollbackFromElsewhere().run();
            } else {
                var raw = session.connection();
                raw.rollback();
                raw.setAutoCommit(true);
            }
        } catch (SQLException failure) {
            throw failed("Rolled back by the end of the session only", failure);
        } finally {
            over();
        }
    }

    private void fit() throws ResourceException {
        try {
            session.managed().fit(true);
        } catch (SQLException | ConfigException | IllegalStateException failure) {
            throw ResourceFailures.with(
                    new LocalTransactionException("No connection for the transaction: " + failure.getMessage()),
                    Causes.sqlState(failure),
                    failure);
        }
    }

    /** Servers hear that an application began one (8.7.2.1), and may end it for an application that did not. */
    private void applications(Ending ending) throws LocalTransactionException {
        try {
            ending.run();
        } catch (SQLException failure) {
            throw failed("The application's transaction did not end as asked", failure);
        }
    }

    @FunctionalInterface
    private interface Ending {
        void run() throws SQLException;
    }

    private void requireBegun(String call) throws LocalTransactionException {
        if (!state.works(StateWord.CONTAINER)) {
            throw new LocalTransactionException(
                    call + " without a begin: the connection is " + state, Refusal.INVALID_TRANSACTION_STATE);
        }
    }

    /** The commit was refused and the session lives on: nothing of the transaction may be left for the next one. */
    private void afterFailure() {
        try {
            var raw = session.connection();
            raw.rollback();
            raw.setAutoCommit(true);
        } catch (SQLException failure) {
            session.failed(failure);
            session.broken(failure);
        }
    }

    private void over() throws LocalTransactionException {
        move(state::containerEnds);
        session.work().over();
    }

    private void move(Runnable transition) throws LocalTransactionException {
        try {
            transition.run();
        } catch (IllegalStateException refused) {
            throw ResourceFailures.with(
                    new LocalTransactionException(refused.getMessage()), Refusal.INVALID_TRANSACTION_STATE, refused);
        }
    }

    private LocalTransactionException failed(String what, SQLException failure) {
        session.failed(failure);
        return ResourceFailures.with(
                new LocalTransactionException(what + ": " + failure.getMessage()), failure.getSQLState(), failure);
    }
}
