package dev.berth;

import dev.berth.jta.JtaConnectionManager;
import dev.berth.jta.RecoveryResources;
import dev.berth.jta.TransactionServices;
import dev.berth.managed.RequestInfo;
import dev.berth.pool.FlushMode;
import dev.berth.pool.PoolConfig;
import dev.berth.pool.PoolSnapshot;
import dev.berth.pool.PoolingConnectionManager;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletionStage;
import javax.naming.NamingException;
import javax.naming.Reference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The pool of Java SE: the same adapter that a server deploys, with a connection manager of its own.
 *
 * <p>{@code PooledDataSource.builder().url("jdbc:postgresql://host/db").user("u").password("p").build()}
 */
public final class PooledDataSource extends DataSourceFace implements AutoCloseable {

    private final JdbcDataSource below;
    private final PoolingConnectionManager pool;
    private final @Nullable JtaConnectionManager jta;
    private final RecoveryResources recovery;
    private final JdbcManagedConnectionFactory factory;
    private final PoolConfig config;
    private final AsyncBorrows later;
    private final Transactions transactions;
    private final OutsideJta outside;
    private final Beginning beginning;

    PooledDataSource(
            JdbcManagedConnectionFactory factory,
            PoolConfig config,
            boolean autoCommit,
            @Nullable TransactionServices transactionServices)
            throws ResourceException {
        if (transactionServices == null) {
            factory.source().withoutXa(); // before the pool, which begins to open connections at once
        }
        this.pool = new PoolingConnectionManager(config, factory, RequestInfo.CONFIGURED);
        this.jta = transactionServices == null ? null : new JtaConnectionManager(pool, transactionServices);
        this.recovery = new RecoveryResources(factory, RequestInfo.CONFIGURED);
        this.below = below(factory, pool, jta);
        this.factory = factory;
        this.config = config;
        this.beginning = new Beginning(autoCommit);
        this.outside = new OutsideJta(jta);
        this.later = new AsyncBorrows(this, config.name(), outside);
        this.transactions = new Transactions(below::getConnection, outside);
        PoolCare.begin(factory.source(), pool);
    }

    private static JdbcDataSource below(
            JdbcManagedConnectionFactory factory, PoolingConnectionManager pool, @Nullable JtaConnectionManager jta)
            throws ResourceException {
        try {
            return (JdbcDataSource) factory.createConnectionFactory(jta == null ? pool : jta);
        } catch (ResourceException | RuntimeException refused) { // checkOnStart=fail: nobody else could close it
            pool.close();
            throw refused;
        }
    }

    /** How to make one. */
    public static PoolBuilder builder() {
        return new PoolBuilder();
    }

    /**
     * A pool of what a properties file says, HikariCP's or our own: see {@link PoolBuilder#properties}.
     *
     * @throws IllegalArgumentException when a name or a value cannot be used
     * @throws SQLException when the configuration as a whole cannot be used
     */
    public static PooledDataSource of(Properties properties) throws SQLException {
        return builder().properties(properties).build();
    }

    /**
     * A connection, within the connection timeout.
     *
     * <p>With a {@link PoolBuilder#transactionManager} and in a transaction of this thread, it is that transaction's: each
     * call gives another handle on the one connection, which goes back at the transaction's end; handles that are open
     * then are closed with it. A connection borrowed before the transaction began stays outside it, and its work is committed by itself.
     * Where the transaction can only be rolled back, or has been, the SQLState is 40000; where it is past taking part in
     * it, or the manager refuses, 25000.
     *
     * @throws java.sql.SQLTransientConnectionException when none came back in time, or none can be opened now: with the
     *     sizes, who has them, and the last failure to connect
     */
    @Override
    public Connection getConnection() throws SQLException {
        return beginning.of(below.getConnection());
    }

    /** As that user, from a pool of that user's own; in a transaction, a branch of its own in it. */
    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return beginning.of(below.getConnection(user, password));
    }

    /**
     * A connection, later: whoever asks does not wait. Whoever cancels leaves the queue, and what had been borrowed for
     * him goes back.
     *
     * @return fails with the SQLException that {@link #getConnection()} throws; with SQLState 25000 in a transaction of a
     *     transaction manager, which is the thread's that asks: the connection would not be in it
     */
    public CompletionStage<Connection> getConnectionAsync() {
        return later.borrow();
    }

    /** Lends a connection to the work, and takes it back after it. */
    public <T extends @Nullable Object> T withConnection(SqlFunction<T> work) throws SQLException {
        try (var connection = getConnection()) {
            return work.apply(connection);
        }
    }

    /**
     * As {@link #withConnection(SqlFunction)}, within that time, waiting for the connection included: at its end the
     * running statement is cancelled, and each that begins after it.
     *
     * @throws java.sql.SQLTimeoutException with SQLState 57014 when the work was not done in time
     */
    public <T extends @Nullable Object> T withConnection(Duration deadline, SqlFunction<T> work) throws SQLException {
        var end = new Deadline(config.name(), deadline, later.threads());
        try (var connection = beginning.of(within(end).getConnection())) {
            return end.guarding(work).apply(connection);
        }
    }

    private DataSource within(Deadline end) throws SQLException {
        var left = end.left();
        return new JdbcDataSource(factory, jta == null ? pool.within(left) : jta.within(left));
    }

    /**
     * Does the work in a transaction of its own: committed when it returns, rolled back when it throws.
     *
     * @throws SQLException the work's or the commit's; with SQLState class 08 at the commit nobody knows whether the work
     *     was done; 25000 in a transaction of a transaction manager, whose to commit it would be
     */
    public <T extends @Nullable Object> T inTransaction(SqlFunction<T> work) throws SQLException {
        return transactions.run(null, 0, work);
    }

    /**
     * As {@link #inTransaction(SqlFunction)}, and again from the start, on a connection borrowed anew and after a pause,
     * where it failed for a serialization failure (40001) or a deadlock (40P01). The work must bear to be done again.
     *
     * @param isolation a constant of {@link Connection}
     * @param retries how many more times at most
     * @throws SQLException the last failure, with the one before suppressed in it
     */
    public <T extends @Nullable Object> T inTransaction(int isolation, int retries, SqlFunction<T> work)
            throws SQLException {
        return transactions.run(isolation, retries, work);
    }

    /**
     * As {@link #inTransaction(int, int, SqlFunction)}, within that time, waiting for connections and all tries included:
     * at its end the running statement is cancelled, and the transaction rolled back. A commit that has begun is waited
     * for.
     *
     * @throws java.sql.SQLTimeoutException with SQLState 57014 when the work was not done in time: it is rolled back
     */
    public <T extends @Nullable Object> T inTransaction(
            Duration deadline, int isolation, int retries, SqlFunction<T> work) throws SQLException {
        var end = new Deadline(config.name(), deadline, later.threads());
        var bounded = new Transactions(() -> within(end).getConnection(), outside);
        return bounded.run(isolation, retries, end.guarding(work));
    }

    /**
     * What the transaction manager's recovery is given, to finish after a crash what it had prepared here.
     *
     * @throws IllegalStateException when the connections take no part in XA
     */
    public RecoveryResources recovery() {
        if (factory.getTransactionSupport() != TransactionSupportLevel.XATransaction) {
            throw new IllegalStateException("recovery is refused: the connections of " + config.name()
                    + " take no part in XA, and leave nothing to recover (" + factory.getTransactionSupport() + ")");
        }
        return recovery;
    }

    /**
     * What {@link PooledDataSourceFactory} makes an equal pool of; this one is not bound by it. A pool is no
     * {@code Referenceable}, or a server that binds it would make another at each look-up.
     *
     * @throws NamingException when the configuration holds a literal password, or there is a transaction manager, which
     *     a Reference cannot hold
     */
    public Reference getReference() throws NamingException {
        return PoolReference.of(factory.raw(), config, beginning.autoCommit(), jta != null);
    }

    /** Lends nothing until {@link #resume}. */
    public void suspend() {
        pool.suspend();
    }

    /** Lends again. */
    public void resume() {
        pool.resume();
    }

    /** Closes connections, as the mode says. */
    public void flush(FlushMode mode) {
        pool.flush(mode);
    }

    /** What the pool is doing, and has done. */
    public PoolSnapshot snapshot() {
        return pool.snapshot();
    }

    /** Lends no more, waits for those that are out, and closes what has not come back by then. */
    public void close(Duration patience) {
        pool.close(patience);
        recovery.close();
    }

    @Override
    public void close() {
        close(Duration.ZERO);
    }

    @Override
    JdbcDataSource below() {
        return below;
    }

    @Override
    public String toString() {
        return "PooledDataSource[" + below + "]";
    }
}
