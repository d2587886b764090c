package dev.berth.bench;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A session with nobody: fields for what can be set, and no more. */
abstract class StubConnection implements Connection {

    private static final MethodHandles.Lookup HERE = MethodHandles.lookup();
    private static final MethodHandle STATEMENT = StubClasses.complete(HERE, StubStatement.class);
    private static final MethodHandle RESULT = StubClasses.complete(HERE, StubResult.class);
    private static final MethodHandle META_DATA = StubClasses.complete(HERE, StubMetaData.class);

    /** Where a floor's connections go when they are closed. */
    interface Home {
        void back(StubConnection connection);
    }

    private final StubResult result = makeResult();
    private @Nullable Home home;
    private boolean closed;
    private boolean autoCommit = true;
    private boolean readOnly;
    private int isolation = TRANSACTION_READ_COMMITTED;
    private int timeout;
    private @Nullable String catalog;
    private @Nullable String schema;

    StubConnection() {}

    /** From now on close only gives it back. */
    void livesAt(Home place) {
        home = place;
    }

    StubResult result() {
        return result;
    }

    private static StubResult makeResult() {
        try {
            return (StubResult) RESULT.invokeExact();
        } catch (Throwable failure) {
            throw new AssertionError(failure);
        }
    }

    private StubStatement statement() {
        try {
            return (StubStatement) STATEMENT.invokeExact(this);
        } catch (Throwable failure) {
            throw new AssertionError(failure);
        }
    }

    @Override
    public Statement createStatement() {
        return statement();
    }

    @Override
    public Statement createStatement(int type, int concurrency) {
        return statement();
    }

    @Override
    public PreparedStatement prepareStatement(String sql) {
        return statement();
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency) {
        return statement();
    }

    @Override
    public DatabaseMetaData getMetaData() throws SQLException {
        try {
            return (StubMetaData) META_DATA.invokeExact(this);
        } catch (Throwable failure) {
            throw new SQLException(failure);
        }
    }

    @Override
    public boolean getAutoCommit() {
        return autoCommit;
    }

    @Override
    public void setAutoCommit(boolean on) {
        autoCommit = on;
    }

    @Override
    public void commit() {}

    @Override
    public void rollback() {}

    @Override
    public boolean isValid(int seconds) {
        return !closed;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        var place = home;
        if (place != null) {
            place.back(this);
        } else {
            closed = true;
        }
    }

    @Override
    public void abort(Executor executor) {
        closed = true;
    }

    @Override
    public @Nullable SQLWarning getWarnings() {
        return null;
    }

    @Override
    public void clearWarnings() {}

    @Override
    public boolean isReadOnly() {
        return readOnly;
    }

    @Override
    public void setReadOnly(boolean on) {
        readOnly = on;
    }

    @Override
    public int getTransactionIsolation() {
        return isolation;
    }

    @Override
    public void setTransactionIsolation(int level) {
        isolation = level;
    }

    @Override
    public int getNetworkTimeout() {
        return timeout;
    }

    @Override
    public void setNetworkTimeout(Executor executor, int milliseconds) {
        timeout = milliseconds;
    }

    @Override
    public @Nullable String getCatalog() {
        return catalog;
    }

    @Override
    public void setCatalog(@Nullable String name) {
        catalog = name;
    }

    @Override
    public @Nullable String getSchema() {
        return schema;
    }

    @Override
    public void setSchema(@Nullable String name) {
        schema = name;
    }

    @Override
    public int getHoldability() {
        return ResultSet.CLOSE_CURSORS_AT_COMMIT;
    }

    @Override
    public void setHoldability(int holdability) {}

    @Override
    public Map<String, Class<?>> getTypeMap() {
        return Map.of();
    }

    @Override
    public void setTypeMap(Map<String, Class<?>> map) {}

    @Override
    public void setClientInfo(String name, String value) {}

    @Override
    public void setClientInfo(Properties properties) {}

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        return type.cast(this);
    }
}
