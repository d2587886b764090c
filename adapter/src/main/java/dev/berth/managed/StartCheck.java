package dev.berth.managed;

import dev.berth.config.CheckOnStart;
import dev.berth.config.ConfigException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether the database can be reached as configured and has what the configuration needs: asked once at deployment, told
 * clearly ({@code checkOnStart}), and the budget of connections with it.
 */
public final class StartCheck {

    private static final Logger LOG = System.getLogger("dev.berth.managed");

    private final ConnectionSource source;
    private final BudgetWatch budget;

    public StartCheck(ConnectionSource source) {
        this.source = source;
        this.budget = new BudgetWatch(source);
    }

    /** What is to be done about trouble. */
    public CheckOnStart mode() {
        return source.config().observation().checkOnStart();
    }

    /** A WARN where others can read or answer what travels; asks nobody. */
    public void warnOfWeakTls() {
        var config = source.config();
        source.dialect()
                .weakTls(
                        source.url(),
                        config.driverProperties(),
                        config.connecting().sslMode())
                .ifPresent(weakness -> LOG.log(Level.WARNING, source.name() + ": " + weakness));
    }

    /** One WARN for each trouble. */
    public void warn() {
        troubles().forEach(trouble -> LOG.log(Level.WARNING, source.name() + ": " + trouble));
    }

    /**
     * Refuses a database with any trouble.
     *
     * @throws SQLException with all of it, and the SQLState of the first failure
     */
    public void fail() throws SQLException {
        var troubles = new ArrayList<String>();
        var failure = look(troubles);
        if (failure != null || !troubles.isEmpty()) {
            throw new SQLException(
                    source.name() + " cannot work as configured (checkOnStart=fail): " + String.join("; ", troubles),
                    failure == null ? "HY000" : failure.getSQLState(),
                    failure);
        }
    }

    private List<String> troubles() {
        var troubles = new ArrayList<String>();
        look(troubles);
        return troubles;
    }

    private @Nullable SQLException look(List<String> troubles) {
        try {
            var physical = source.openBare();
            try {
                return look(physical, troubles);
            } finally {
                physical.closeQuietly();
            }
        } catch (SQLException failure) {
            troubles.add(ResourceFailures.cannotConnect(
                            source.config(), source.config().credentials(), failure)
                    .getMessage());
            return failure;
        } catch (ConfigException failure) {
            troubles.add("" + failure.getMessage());
            return new SQLException(failure.getMessage(), "HY024", failure); // invalid attribute value
        }
    }

    /** What is in the way of its setup is told in our words; the database's own, where we find nothing. */
    private @Nullable SQLException look(Physical physical, List<String> troubles) throws SQLException {
        var connection = physical.connection();
        var dialect = source.dialect();
        source.xaTrouble().of(physical).ifPresent(troubles::add);
        var found = dialect.troubleAtStart(connection, source.setup(), source.wantsPrimary());
        troubles.addAll(found);
        budget.look(connection);
        try {
            dialect.apply(connection, source.setup());
            return null;
        } catch (SQLException failure) {
            if (found.isEmpty()) {
                troubles.add("A session cannot be set up as configured: " + failure.getMessage());
            }
            return failure;
        }
    }

    /** Looks at the budget again, over a connection of its own; quiet where the database is away. */
    public void budget() {
        if (mode() == CheckOnStart.OFF || source.isShut()) {
            return;
        }
        try {
            var physical = source.openPhysical(source.config().credentials());
            try {
                budget.look(physical.connection());
            } finally {
                physical.closeQuietly();
            }
        } catch (SQLException | ConfigException away) {
            LOG.log(Level.DEBUG, "The database does not tell its limits now", away);
        }
    }
}
