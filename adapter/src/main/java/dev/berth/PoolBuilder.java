package dev.berth;

import dev.berth.config.ConfigException;
import dev.berth.config.ConnectionCustomizer;
import dev.berth.jta.TransactionServices;
import dev.berth.managed.ConnectionSource;
import dev.berth.managed.ResourceFailures;
import dev.berth.pool.PoolConfig;
import dev.berth.pool.PoolMode;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link PooledDataSource} is made of. The pool's own settings have methods here; everything that a connection
 * does for itself is a {@link #property}, by the names that a server's configuration has.
 */
public final class PoolBuilder {

    private static final int USUAL_MAXIMUM = 10;

    private final JdbcManagedConnectionFactory factory = new JdbcManagedConnectionFactory();
    private @Nullable Integer maximumPoolSize;
    private @Nullable Integer minimumIdle;
    private int overflow;
    private Duration connectionTimeout = Duration.ofSeconds(30);
    private int maxWaiting = -1;
    private Duration idleTimeout = Duration.ofMinutes(10);
    private Duration housekeepingPeriod = Duration.ofSeconds(30);
    private boolean fifo;
    private boolean autoCommit = true;
    private PoolMode mode = PoolMode.AUTO;
    private @Nullable ConnectionCustomizer customizer;
    private @Nullable TransactionManager transactionManager;
    private @Nullable TransactionSynchronizationRegistry synchronizationRegistry;

    PoolBuilder() {}

    /**
     * The database, as its driver writes it; parameters that begin with {@code pool.} are taken out of it and set, as in
     * {@code jdbc:postgresql://host/db?pool.maximumPoolSize=5&pool.connectionTimeout=2s}.
     *
     * @throws IllegalArgumentException when there is no such setting, or its value is none
     */
    public PoolBuilder url(String url) {
        var settings = PoolUrl.settings(url);
        factory.setConnectionURL(PoolUrl.driverPart(url));
        settings.forEach((name, value) -> HikariProperties.set(this, name, value));
        return this;
    }

    /**
     * Settings by name: the ones of this class, {@code order} (lifo or fifo), the adapter's properties, and HikariCP's
     * as they are. A time has its unit with it, as {@code 30s}; a number alone is of milliseconds for what HikariCP
     * knows, and of the unit in the README's table for the rest.
     *
     * @throws IllegalArgumentException when a name is none of them, or has no meaning here, or its value is none: the
     *     message says what to do
     */
    public PoolBuilder properties(Properties properties) {
        HikariProperties.setAll(this, properties);
        return this;
    }

    /** Whom to connect as. */
    public PoolBuilder user(String user) {
        factory.setUserName(user);
        return this;
    }

    /** Literal, or {@code ${file:/path}}, or {@code ${env:NAME}}. */
    public PoolBuilder password(String password) {
        factory.setPassword(password);
        return this;
    }

    /** How many connections at most; 10. */
    public PoolBuilder maximumPoolSize(int size) {
        maximumPoolSize = size;
        return this;
    }

    /** How many are kept idle; as many as the maximum. */
    public PoolBuilder minimumIdle(int size) {
        minimumIdle = size;
        return this;
    }

    /** How many more there may be for a while; 0. */
    public PoolBuilder overflow(int more) {
        overflow = more;
        return this;
    }

    /** How long a borrow may take; 30 s; zero: without limit. */
    public PoolBuilder connectionTimeout(Duration timeout) {
        connectionTimeout = timeout;
        return this;
    }

    /** How many may wait at once; -1: any number; 0: a borrow that would have to wait fails at once. */
    public PoolBuilder maxWaiting(int most) {
        maxWaiting = most;
        return this;
    }

    /** How long a connection above the minimum stays idle; 10 minutes; zero: for ever. */
    public PoolBuilder idleTimeout(Duration timeout) {
        idleTimeout = timeout;
        return this;
    }

    /** How often the pool looks after what is idle; 30 s. */
    public PoolBuilder housekeepingPeriod(Duration period) {
        housekeepingPeriod = period;
        return this;
    }

    /** Whether the one that has been idle for longest is lent first; else the one that has just come back. */
    public PoolBuilder fifo(boolean first) {
        fifo = first;
        return this;
    }

    /** Whether connections are kept, and how; {@link PoolMode#AUTO}. */
    public PoolBuilder mode(PoolMode mode) {
        this.mode = mode;
        return this;
    }

    /** Whether a borrowed connection begins in autocommit, as JDBC has it: true. What is left open is rolled back. */
    public PoolBuilder autoCommit(boolean on) {
        autoCommit = on;
        return this;
    }

    /** Is given each connection when it is new, before it is lent, and after it has come back. */
    public PoolBuilder customizer(ConnectionCustomizer customizer) {
        this.customizer = customizer;
        return this;
    }

    /**
     * Whose transactions connections take part in (Jakarta Transactions 2.0, 3): a borrow in one is enlisted, and shared
     * by all borrows in it. Needs {@link #transactionSynchronizationRegistry} too, and connections that can take part in
     * XA: on PostgreSQL by the URL alone, elsewhere by {@code dataSourceClass}.
     */
    public PoolBuilder transactionManager(TransactionManager manager) {
        transactionManager = manager;
        return this;
    }

    /** The same manager's, by which it tells of the end of a transaction (Jakarta Transactions 2.0, 4). */
    public PoolBuilder transactionSynchronizationRegistry(TransactionSynchronizationRegistry registry) {
        synchronizationRegistry = registry;
        return this;
    }

    /**
     * A property of the connections, as {@code maxLifetime} or {@code schema}: see the README's table.
     *
     * @throws IllegalArgumentException when there is no such property, or its value is none
     */
    public PoolBuilder property(String name, String value) {
        FactorySetting.set(factory, name, value);
        return this;
    }

    /**
     * The pool, which opens its idle connections by and by.
     *
     * @throws IllegalArgumentException when a setting is out of its bounds, or one of two that belong together is missing
     * @throws SQLException when the configuration cannot be used: the message names the property
     */
    public PooledDataSource build() throws SQLException {
        try {
            var resolved = Modes.resolve(mode, factory.raw());
            if (resolved == PoolMode.STATIC) {
                Modes.keepForGood(factory);
            }
            var source = factory.source();
            if (customizer != null) {
                source.customize(customizer);
            }
            return new PooledDataSource(factory, config(source, resolved), autoCommit, transactionServices(source));
        } catch (ResourceException refused) {
            throw SqlFailures.of(refused);
        }
    }

    private PoolConfig config(ConnectionSource source, PoolMode resolved) {
        int most = maximumPoolSize != null ? maximumPoolSize : resolved == PoolMode.STATIC ? 1 : USUAL_MAXIMUM;
        int idle = resolved == PoolMode.NONE ? 0 : most;
        return new PoolConfig(
                source.name(),
                most,
                minimumIdle == null ? idle : minimumIdle,
                overflow,
                connectionTimeout,
                maxWaiting,
                idleTimeout,
                housekeepingPeriod,
                fifo,
                resolved,
                source.config().connecting().concurrency());
    }

    private @Nullable TransactionServices transactionServices(ConnectionSource source) throws ResourceException {
        var manager = transactionManager;
        var registry = synchronizationRegistry;
        if (manager == null && registry == null) {
            return null;
        }
        if (manager == null || registry == null) {
            throw new ConfigException(
                    manager == null ? "transactionManager" : "transactionSynchronizationRegistry",
                    "is missing, and its counterpart is given: set both, of the same manager, or neither");
        }
        if (source.level() != TransactionSupportLevel.XATransaction) {
            throw ResourceFailures.of(new ConfigException(
                    "transactionManager",
                    "needs connections that take part in XA, and those to "
                            + source.config().database() + " have " + source.level()
                            + ": set dataSourceClass to the driver's XADataSource, and neither a lower transactionLevel"
                            + " nor poolerMode=transaction; or leave the transactionManager out"));
        }
        return new TransactionServices(manager, registry);
    }
}
