package dev.berth.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLWarning;
import org.jspecify.annotations.Nullable;

/** Every statement of the stub driver, prepared or not: 24 bytes, and nothing done. */
abstract class StubStatement implements PreparedStatement {

    private final StubConnection connection;
    private boolean closed;

    StubStatement(StubConnection connection) {
        this.connection = connection;
    }

    @Override
    public ResultSet executeQuery() {
        return connection.result().open(this);
    }

    @Override
    public ResultSet executeQuery(String sql) {
        return connection.result().open(this);
    }

    @Override
    public int executeUpdate() {
        return 1;
    }

    @Override
    public int executeUpdate(String sql) {
        return 1;
    }

    @Override
    public boolean execute() {
        return true;
    }

    @Override
    public boolean execute(String sql) {
        return true;
    }

    @Override
    public ResultSet getResultSet() {
        return connection.result();
    }

    @Override
    public boolean getMoreResults() {
        return false;
    }

    @Override
    public int getUpdateCount() {
        return -1;
    }

    @Override
    public void setInt(int parameter, int value) {}

    @Override
    public void clearParameters() {}

    @Override
    public void setQueryTimeout(int seconds) {}

    @Override
    public int getQueryTimeout() {
        return 0;
    }

    @Override
    public void setEscapeProcessing(boolean on) {}

    @Override
    public @Nullable SQLWarning getWarnings() {
        return null;
    }

    @Override
    public void clearWarnings() {}

    @Override
    public Connection getConnection() {
        return connection;
    }

    @Override
    public boolean isPoolable() {
        return true;
    }

    @Override
    public void setPoolable(boolean poolable) {}

    @Override
    public void cancel() {}

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }
}
