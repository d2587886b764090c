package dev.berth.managed;

import dev.berth.config.ConfigException;
import dev.berth.config.ConnectionCustomizer;
import dev.berth.config.Credentials;
import dev.berth.config.JdbcConfig;
import dev.berth.config.Placeholders;
import dev.berth.dialect.Dialect;
import dev.berth.dialect.Health;
import dev.berth.dialect.SessionSetup;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import javax.security.auth.Subject;
import org.jspecify.annotations.Nullable;

/** What the managed connections of one factory come from: its configuration, its dialect and its way to connect. */
public final class ConnectionSource {

    private final JdbcConfig config;
    private final Dialect dialect;
    private final TransactionSupportLevel level;
    private final ManagedConnectionFactory factory;
    private final LongSupplier clock;
    private volatile LongSupplier tick;
    private final @Nullable String url;
    private final String name;
    private final SessionSetup setup;
    private final boolean wantsPrimary;
    private final RecoveryWatch recoveryWatch;
    private final FailoverSense failover;
    private final Opening opening;
    private final TraceTable traces;
    private final Statements statements;
    private final Customizing customizing;
    private final Semaphore spares;
    private final Counts counts = new Counts();
    private final ManagedConnections connections = new ManagedConnections();
    private final XaTrouble xaTrouble;

    private ConnectionSource(
            ManagedConnectionFactory factory,
            JdbcConfig config,
            Dialect dialect,
            @Nullable String url,
            LongSupplier clock) {
        this.factory = factory;
        this.config = config;
        this.dialect = dialect;
        this.clock = clock;
        this.tick = clock;
        this.url = url;
        this.name = PoolName.of(config, dialect, url);
        var connector = Connectors.connector(config, dialect, name);
        this.level = Connectors.level(config, connector);
        this.setup = PoolName.setup(config, name);
        this.wantsPrimary = dialect.wantsPrimary(url, config.driverProperties());
        this.recoveryWatch = new RecoveryWatch(config.database(), System::nanoTime);
        this.failover = new FailoverSense(config.database(), clock, connections::allDue);
        this.customizing = new Customizing(config, dialect);
        this.opening = new Opening(config, dialect, connector, url, setup, customizing, failover, counts, clock);
        this.xaTrouble = new XaTrouble(config, dialect, level);
        this.spares = new Semaphore(config.connecting().concurrency());
        this.traces = new TraceTable(dialect);
        this.statements = new Statements(config, name);
    }

    /**
     * Finds the dialect and the driver; opens nothing.
     *
     * @param factory whose credentials count among those of a Subject
     * @throws ConfigException when a property names what there is not
     */
    public static ConnectionSource of(ManagedConnectionFactory factory, JdbcConfig config) {
        return of(factory, config, System::nanoTime);
    }

    /** With a clock of one's own, in nanoseconds: what lifetimes and pauses go by. */
    static ConnectionSource of(ManagedConnectionFactory factory, JdbcConfig config, LongSupplier clock) {
        var dialect = Connectors.dialect(config);
        var url = config.url() == null ? null : Placeholders.resolve("connectionURL", config.url());
        return new ConnectionSource(factory, config, dialect, url, clock);
    }

    /** As it is configured. */
    public JdbcConfig config() {
        return config;
    }

    Dialect dialect() {
        return dialect;
    }

    RecoveryWatch recoveryWatch() {
        return recoveryWatch;
    }

    /** Whose connection is asked for. */
    public Credentials identity(@Nullable Subject subject, @Nullable ConnectionRequestInfo request)
            throws ResourceException {
        return Subjects.identity(subject, request, factory, config.credentials());
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
        var connection = new JdbcManagedConnection(this, credentials, open(credentials));
        connections.add(connection);
        return connection;
    }

    private Physical open(Credentials credentials) throws ResourceException {
        try {
            var physical = openPhysical(credentials);
            xaTrouble.tell(physical);
            return physical;
        } catch (SQLException failure) {
            throw ResourceFailures.cannotConnect(config, credentials, failure);
        } catch (ConfigException failure) {
            throw ResourceFailures.of(failure);
        }
    }

    /** With its placeholders looked up at deployment. */
    @Nullable
    String url() {
        return url;
    }

    /** Opens a physical connection, with the driver's own failures. */
    Physical openPhysical(Credentials credentials) throws SQLException {
        return opening.open(credentials);
    }

    /** With nothing set up in it. */
    Physical openBare() throws SQLException {
        return opening.openBare(config.credentials());
    }

    /** In the place of one that the caller has just closed. */
    Physical openInPlace(Credentials credentials) throws SQLException {
        return opening.openInPlace(credentials);
    }

    // ---- what its connections share ----

    /** The time by which lifetimes go, in nanoseconds. */
    long now() {
        return clock.getAsLong();
    }

    /** The same, and for a borrow exact enough: it may be behind by a moment. */
    long moment() {
        return tick.getAsLong();
    }

    /** Our own pool has the connections: a borrow goes by its clock, cheap to ask, never ahead, a moment behind at most. */
    public void inOwnPool(LongSupplier cheap) {
        tick = cheap;
    }

    /** Whether it has: it does not look into the event that a handle was closed. */
    boolean isInOwnPool() {
        return tick != clock;
    }

    /** Whether the database is known to be away. */
    public boolean isShut() {
        return opening.isShut();
    }

    /** Whether a session answers within the validation timeout, and is what was asked for. */
    Health check(Connection connection) {
        return dialect.check(connection, config.lifetimes().validation(), wantsPrimary);
    }

    boolean wantsPrimary() {
        return wantsPrimary;
    }

    /** Nobody will ask its connections for XA: then what stands in its way is no trouble. Before the first is opened. */
    public void withoutXa() {
        xaTrouble.dismiss();
    }

    XaTrouble xaTrouble() {
        return xaTrouble;
    }

    /** Places for successors of connections that are out. */
    Semaphore spares() {
        return spares;
    }

    FailoverSense failover() {
        return failover;
    }

    /** What every session starts with. */
    SessionSetup setup() {
        return setup;
    }

    TraceTable traces() {
        return traces;
    }

    Statements statements() {
        return statements;
    }

    /** What the user's own code does to the sessions. */
    Customizing customizing() {
        return customizing;
    }

    /** An object that has its own part in the sessions, instead of a service; before the first is opened. */
    public void customize(ConnectionCustomizer customizer) {
        customizing.with(customizer);
    }

    /** What logs call it. */
    public String name() {
        return name;
    }

    /** What has happened since it was deployed. */
    public Counts counts() {
        return counts;
    }

    /** Those that are open. */
    public ManagedConnections connections() {
        return connections;
    }
}
