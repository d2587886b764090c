package dev.berth;

import dev.berth.managed.ConnectionSource;
import dev.berth.managed.RequestInfo;
import dev.berth.pool.FlushMode;
import dev.berth.pool.PoolConfig;
import dev.berth.pool.PoolSnapshot;
import dev.berth.pool.PoolingConnectionManager;
import jakarta.resource.ResourceException;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The pool of Java SE: the same adapter that a server deploys, with a connection manager of its own.
 *
 * <p>{@code PooledDataSource.builder().url("jdbc:postgresql://host/db").user("u").password("p").build()}
 */
public final class PooledDataSource implements DataSource, AutoCloseable {

    private final JdbcDataSource below;
    private final PoolingConnectionManager pool;

    PooledDataSource(JdbcManagedConnectionFactory factory, PoolConfig config) throws ResourceException {
        this.pool = new PoolingConnectionManager(config, factory, RequestInfo.CONFIGURED);
        this.below = below(factory, pool);
        look(factory.source());
    }

    private static JdbcDataSource below(JdbcManagedConnectionFactory factory, PoolingConnectionManager pool)
            throws ResourceException {
        try {
            return (JdbcDataSource) factory.createConnectionFactory(pool);
        } catch (ResourceException | RuntimeException refused) { // checkOnStart=fail: nobody else could close it
            pool.close();
            throw refused;
        }
    }

    private void look(ConnectionSource source) {
        var lifetimes = source.config().lifetimes();
        var care = least(lifetimes.most().dividedBy(30), lifetimes.keepalive().dividedBy(4));
        if (!care.isZero()) {
            pool.every(care, source::careForIdle);
        }
        var leak = source.config().observation().leakThreshold();
        if (!leak.isZero()) {
            pool.every(least(leak.dividedBy(4), leak), source::lookForLeaks);
        }
    }

    /** The smaller, where neither is zero; between a tenth of a second and 10 seconds. */
    private static Duration least(Duration one, Duration other) {
        var some = one.isZero() ? other : other.isZero() || one.compareTo(other) < 0 ? one : other;
        if (some.isZero()) {
            return some;
        }
        long millis = Math.max(100, Math.min(10_000, some.toMillis()));
        return Duration.ofMillis(millis);
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
     * @throws java.sql.SQLTransientConnectionException when none came back in time, or none can be opened now: with the
     *     sizes, who has them, and the last failure to connect
     */
    @Override
    public Connection getConnection() throws SQLException {
        return below.getConnection();
    }

    /** As that user, from a pool of that user's own. */
    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return below.getConnection(user, password);
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
    }

    @Override
    public void close() {
        pool.close();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return type.isInstance(this) ? type.cast(this) : below.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this) || below.isWrapperFor(type);
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return below.getLogWriter();
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        below.setLogWriter(out);
    }

    @Override
    public int getLoginTimeout() {
        return below.getLoginTimeout();
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        below.setLoginTimeout(seconds);
    }

    @Override
    public Logger getParentLogger() {
        return below.getParentLogger();
    }

    @Override
    public String toString() {
        return "PooledDataSource[" + below + "]";
    }
}
