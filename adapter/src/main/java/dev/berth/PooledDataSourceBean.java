package dev.berth;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Properties;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A {@link PooledDataSource} for whoever makes beans: made without arguments, told by setters, started by its first use.
 * Each setter refuses at once what cannot be used, and everything after the first use.
 *
 * <p>In Spring Boot {@code spring.datasource.type=dev.berth.PooledDataSourceBean} is all that it takes; the settings of the
 * pool stand in the URL, as {@code pool.maximumPoolSize=8}. The pool is {@code unwrap(PooledDataSource.class)}.
 */
public final class PooledDataSourceBean implements DataSource, AutoCloseable {

    private static final String INVALID_CONFIGURATION = "HY024"; // invalid attribute value

    /** Not a monitor: with checkOnStart=fail the database is asked while it is held. */
    private final ReentrantLock starting = new ReentrantLock();

    private final Properties said = new Properties();
    private volatile @Nullable PooledDataSource pool;
    private boolean closed;

    /** One that has been told nothing yet. */
    public PooledDataSourceBean() {}

    // ---- what it is told ----

    /**
     * The database, as its driver writes it, with the parameters that {@link PoolBuilder#url} knows.
     *
     * @throws IllegalArgumentException when it has a setting that cannot be used
     */
    public void setUrl(String url) {
        say("url", url);
    }

    /** The URL without the settings of the pool, as the driver gets it; null when there is none. */
    public @Nullable String getUrl() {
        var url = said("url");
        return url == null ? null : PoolUrl.driverPart(url);
    }

    /** Whom to connect as. */
    public void setUsername(String user) {
        say("username", user);
    }

    /** Whom it connects as, where it was told. */
    public @Nullable String getUsername() {
        return said("username");
    }

    /** Literal, or {@code #{file:/path}}, or {@code #{env:NAME}}: Spring takes every dollar for its own. */
    public void setPassword(String password) {
        say("password", password);
    }

    /**
     * Not needed: the driver follows from the URL.
     *
     * @throws IllegalArgumentException when there is no such driver on the class path
     */
    public void setDriverClassName(String driver) {
        say("driverClassName", driver);
    }

    /**
     * Any setting by its name, as {@link PoolBuilder#properties} takes them, besides those that have a setter here.
     *
     * @throws IllegalArgumentException when a name or a value cannot be used, or says what another said
     */
    public void setProperties(Properties properties) {
        change(told -> told.putAll(properties));
    }

    private void say(String name, String text) {
        change(told -> told.setProperty(name, text));
    }

    private @Nullable String said(String name) {
        starting.lock();
        try {
            return said.getProperty(name);
        } finally {
            starting.unlock();
        }
    }

    private void change(Consumer<Properties> change) {
        starting.lock();
        try {
            if (pool != null || closed) {
                throw new IllegalStateException("This pool has " + (closed ? "been closed" : "started")
                        + ": its settings are those of its first use; set them before, or make another");
            }
            var all = new Properties();
            all.putAll(said);
            change.accept(all);
            PooledDataSource.builder().properties(all); // for its refusals
            said.putAll(all);
        } finally {
            starting.unlock();
        }
    }

    // ---- its pool ----

    private PooledDataSource pool() throws SQLException {
        var started = pool;
        return started == null ? start() : started;
    }

    private PooledDataSource start() throws SQLException {
        starting.lock();
        try {
            var started = pool;
            if (started != null) {
                return started;
            }
            if (closed) {
                throw new SQLNonTransientConnectionException("This pool was closed before its first use", "08003");
            }
            var made = PooledDataSource.of(said);
            pool = made;
            return made;
        } catch (IllegalArgumentException refused) { // by what only all settings together tell
            throw new SQLNonTransientConnectionException(refused.getMessage(), INVALID_CONFIGURATION, refused);
        } finally {
            starting.unlock();
        }
    }

    /** As {@link PooledDataSource#close()}; one that was never used opens no more. */
    @Override
    public void close() {
        starting.lock();
        try {
            closed = true;
            var started = pool;
            if (started != null) {
                started.close();
            }
        } finally {
            starting.unlock();
        }
    }

    /**
     * As {@link PooledDataSource#getConnection()}; the first one starts the pool.
     *
     * @throws SQLException also when the configuration as a whole cannot be used: the message names the property
     */
    @Override
    public Connection getConnection() throws SQLException {
        return pool().getConnection();
    }

    /** As {@link PooledDataSource#getConnection(String, String)}. */
    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return pool().getConnection(user, password);
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return type.isInstance(this) ? type.cast(this) : pool().unwrap(type);
    }

    /** Starts nothing. */
    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this)
                || type.isAssignableFrom(PooledDataSource.class)
                || type.isAssignableFrom(JdbcDataSource.class);
    }

    @Override
    public @Nullable PrintWriter getLogWriter() throws SQLException {
        return pool().getLogWriter();
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
        pool().setLogWriter(out);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return pool().getLoginTimeout();
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        pool().setLoginTimeout(seconds);
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger("dev.berth");
    }

    @Override
    public String toString() {
        var started = pool;
        return "PooledDataSourceBean[" + (started == null ? "not started" : started) + "]";
    }
}
