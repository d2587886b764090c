package dev.berth.managed;

import dev.berth.config.ConnectionCustomizer;
import dev.berth.config.JdbcConfig;
import dev.berth.dialect.Dialect;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Has the user's own code do its part to a session, and sees that it leaves the session usable. */
final class Customizing {

    private static final Logger LOG = System.getLogger("dev.berth.managed");

    private final Dialect dialect;
    private volatile @Nullable ConnectionCustomizer customizer;

    Customizing(JdbcConfig config, Dialect dialect) {
        this.dialect = dialect;
        var className = config.session().customizer();
        this.customizer = className == null
                ? null
                : Services.named(ConnectionCustomizer.class, "connectionCustomizer", className);
    }

    /** An object, instead of a service. */
    void with(ConnectionCustomizer other) {
        customizer = other;
    }

    /** One of its three calls. */
    @FunctionalInterface
    private interface Call {
        void of(ConnectionCustomizer customizer, Connection connection) throws SQLException;
    }

    /** A physical connection is new. */
    void created(Connection raw) throws SQLException {
        var now = customizer;
        if (now != null) {
            run(now, "created", raw, ConnectionCustomizer::created);
        }
    }

    /** The connection is about to be lent; one that it is not fit for is replaced, once. */
    void borrowing(ManagedSession session, Upkeep upkeep) throws SQLException {
        var now = customizer;
        if (now == null) {
            return;
        }
        session.work().touch(); // what it leaves open is found at the return
        try {
            run(now, "borrowing", session.physical().connection(), ConnectionCustomizer::borrowing);
        } catch (SQLException unfit) {
            LOG.log(Level.DEBUG, "A connection is not fit to be lent, and is replaced", unfit);
            upkeep.unfit();
            again(now, session, upkeep);
        }
    }

    private void again(ConnectionCustomizer whose, ManagedSession session, Upkeep upkeep) throws SQLException {
        try {
            run(whose, "borrowing", session.physical().connection(), ConnectionCustomizer::borrowing);
        } catch (SQLException refused) {
            upkeep.unfitAgain();
            throw refused;
        }
    }

    /** The connection has come back. */
    void returned(Connection raw) throws SQLException {
        var now = customizer;
        if (now != null) {
            run(now, "returned", raw, ConnectionCustomizer::returned);
        }
    }

    private void run(ConnectionCustomizer whose, String name, Connection raw, Call call) throws SQLException {
        try {
            call.of(whose, raw);
            if (!raw.getAutoCommit() || dialect.transactionOpen(raw).orElse(false)) {
                throw new SQLException(
                        whose.getClass().getName() + "." + name
                                + " (connectionCustomizer) leaves a transaction open, or"
                                + " autocommit off: have it end what it begins",
                        Refusal.INVALID_TRANSACTION_STATE);
            }
        } catch (RuntimeException failure) { // of code that is not ours
            throw new SQLException(
                    whose.getClass().getName() + "." + name + " (connectionCustomizer) failed: " + failure,
                    Refusal.SYSTEM_ERROR,
                    failure);
        }
    }
}
