package dev.berth.managed;

import dev.berth.config.ConfigException;
import dev.berth.dialect.Dialect;
import dev.berth.dialect.XaFailure;
import java.sql.SQLException;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;

/** The one door to the dialect's or the driver's XAResource: a failure that ends the session is told to the pool. */
final class ResourceBelow {

    private final ManagedSession session;
    private final Dialect dialect;
    private final ConnectionState state;

    ResourceBelow(ManagedSession session, Dialect dialect, ConnectionState state) {
        this.session = session;
        this.dialect = dialect;
        this.state = state;
    }

    /** Takes the connection into use; XAER_RMFAIL where it cannot be made fit for it. */
    void fit() throws XAException {
        try {
            session.managed().fit(true);
        } catch (SQLException | ConfigException | IllegalStateException failure) {
            throw XaFailure.of(
                    XAException.XAER_RMFAIL, "No connection for the branch: " + failure.getMessage(), failure);
        }
    }

    /** Has it do something. */
    void run(Task task) throws XAException {
        call(xa -> {
            task.on(xa);
            return true;
        });
    }

    /** As {@link #call}, when the connection has been taken into use. */
    <T> T callWhenFit(Question<T> question) throws XAException {
        fit();
        return call(question);
    }

    /** Asks it something; XAER_RMFAIL where the session is gone. */
    <T> T call(Question<T> question) throws XAException {
        if (!state.usable()) {
            throw XaFailure.of(XAException.XAER_RMFAIL, "The physical connection is gone: " + state);
        }
        state.claim(); // from now on the physical connection stays
        var xa = session.physical().xa();
        if (xa == null) {
            throw XaFailure.of(XAException.XAER_RMFAIL, "The physical connection has no resource");
        }
        session.touch();
        try {
            return question.of(xa);
        } catch (XAException failure) {
            session.failed(failure);
            if (failure.errorCode == XAException.XAER_RMFAIL && !dialect.hasBranch()) {
                session.broken(failure); // a driver's own resource need not name the SQLException below
            }
            throw failure;
        }
    }

    /**
     * Rolls back a branch that another thread works in, by giving its session up. A driver's own resource is not asked:
     * it would turn autocommit on, and a statement on its way would be committed by itself.
     */
    void rollbackFromElsewhere() throws XAException {
        try {
            session.rollbackFromElsewhere().run();
        } catch (SQLException failure) {
            throw XaFailure.of(XAException.XAER_RMFAIL, "The session died while it was rolled back", failure);
        }
    }

    /** The failure with the SQLState that the work was thrown away for. */
    XAException explained(XAException failure) {
        return failure.errorCode != XAException.XA_RBROLLBACK
                ? failure
                : XaFailure.of(
                        failure.errorCode,
                        failure.getMessage() + "; the first failed statement had SQLState "
                                + session.work().takeFirstFailure(),
                        failure);
    }

    @FunctionalInterface
    interface Task {
        void on(XAResource xa) throws XAException;
    }

    @FunctionalInterface
    interface Question<T> {
        T of(XAResource xa) throws XAException;
    }
}
