package dev.berth.managed;

import dev.berth.config.ConfigException;
import dev.berth.config.Credentials;
import dev.berth.config.JdbcConfig;
import dev.berth.dialect.Dialect;
import dev.berth.dialect.Dialects;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.security.auth.Subject;
import org.jspecify.annotations.Nullable;

/** What the managed connections of one factory come from: its configuration, its dialect and its way to connect. */
public final class ConnectionSource {

    private static final Logger LOG = System.getLogger("dev.berth.managed");

    private final JdbcConfig config;
    private final Dialect dialect;
    private final Connector connector;
    private final TransactionSupportLevel level;

    private final ManagedConnectionFactory factory;
    private final RecoveryWatch recoveryWatch;
    private final AtomicBoolean looked = new AtomicBoolean();

    private ConnectionSource(
            ManagedConnectionFactory factory, JdbcConfig config, Dialect dialect, Connector connector) {
        this.factory = factory;
        this.config = config;
        this.dialect = dialect;
        this.connector = connector;
        this.level = level(config, connector);
        this.recoveryWatch = new RecoveryWatch(config.database(), System::nanoTime);
    }

    /**
     * Finds the dialect and the driver; opens nothing.
     *
     * @param factory whose credentials count among those of a Subject
     * @throws ConfigException when a property names what there is not
     */
    public static ConnectionSource of(ManagedConnectionFactory factory, JdbcConfig config) {
        var dialect = dialect(config);
        var className = config.dataSourceClass();
        var url = config.url();
        if (className != null) {
            return new ConnectionSource(factory, config, dialect, new DataSourceConnector(config, className, dialect));
        }
        if (url != null) {
            return new ConnectionSource(factory, config, dialect, new DriverConnector(config, url, dialect));
        }
        throw new IllegalStateException("JdbcConfig lets neither url nor dataSourceClass be missing");
    }

    private static Dialect dialect(JdbcConfig config) {
        try {
            return Dialects.choose(config.dialect(), config.url(), config.dataSourceClass());
        } catch (NoSuchElementException unknown) {
            throw new ConfigException("dialect", "" + unknown.getMessage(), unknown);
        }
    }

    private static TransactionSupportLevel level(JdbcConfig config, Connector connector) {
        var highest = connector.xa() ? TransactionSupportLevel.XATransaction : TransactionSupportLevel.LocalTransaction;
        var asked = config.transactionLevel();
        if (asked == TransactionSupportLevel.XATransaction && !connector.xa()) {
            throw new ConfigException(
                    "transactionLevel",
                    "XATransaction is asked of "
                            + (config.dataSourceClass() == null
                                    ? "a URL whose driver"
                                    : config.dataSourceClass() + ", which")
                            + " offers none: set dataSourceClass to the driver's XADataSource, or take LocalTransaction");
        }
        return asked == null ? highest : asked;
    }

    JdbcConfig config() {
        return config;
    }

    Dialect dialect() {
        return dialect;
    }

    RecoveryWatch recoveryWatch() {
        return recoveryWatch;
    }

    /** Whose connection is asked for: the Subject's credentials for this factory, then the request's, then ours. */
    public Credentials identity(@Nullable Subject subject, @Nullable ConnectionRequestInfo request)
            throws ResourceException {
        var bySubject = subject == null ? null : Subjects.credentials(subject, factory);
        if (bySubject != null) {
            return bySubject;
        }
        if (request == null) {
            return config.credentials();
        }
        if (request instanceof RequestInfo info) {
            return info.user() == null ? config.credentials() : Credentials.given(info.user(), info.password());
        }
        throw new ResourceException(
                "A request info of another adapter: " + request.getClass().getName());
    }

    /** The level that its connections have. */
    public TransactionSupportLevel level() {
        return level;
    }

    /**
     * A new managed connection with an open physical connection.
     *
     * @throws ResourceException of the kind that the failure calls for
     */
    public JdbcManagedConnection connect(Credentials credentials) throws ResourceException {
        return new JdbcManagedConnection(this, credentials, open(credentials));
    }

    private Physical open(Credentials credentials) throws ResourceException {
        try {
            var physical = openPhysical(credentials);
            lookOnce(physical);
            return physical;
        } catch (SQLException failure) {
            throw ResourceFailures.of("Cannot connect to " + config.database() + " as " + credentials, failure);
        } catch (ConfigException failure) {
            throw ResourceFailures.of(failure);
        }
    }

    /** Opens a physical connection, with the driver's own failures. */
    Physical openPhysical(Credentials credentials) throws SQLException {
        return connector.open(credentials.resolved());
    }

    /** Once for the factory, with its first connection: is there what XA needs? */
    private void lookOnce(Physical physical) {
        if (level != TransactionSupportLevel.XATransaction || !looked.compareAndSet(false, true)) {
            return;
        }
        try {
            dialect.troubleWithXa(physical.connection())
                    .ifPresent(trouble -> LOG.log(Level.WARNING, config.database() + ": " + trouble));
        } catch (SQLException failure) {
            LOG.log(Level.DEBUG, "The database does not tell whether XA will work", failure);
        }
    }
}
