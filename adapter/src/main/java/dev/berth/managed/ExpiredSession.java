package dev.berth.managed;

import dev.berth.handle.ConnectionHandle;
import dev.berth.handle.Session;
import dev.berth.handle.Setting;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What is left to a handle whose transaction the container rolled back from another thread: it can be closed, and does
 * nothing else, so that no statement of a timed-out transaction runs outside it.
 */
record ExpiredSession(ManagedSession before) implements Session {

    @Override
    public Connection connection() throws SQLException {
        throw Refusal.rolledBackMeanwhile();
    }

    @Override
    public void text(String sql) throws SQLException {
        throw Refusal.rolledBackMeanwhile();
    }

    @Override
    public void working() throws SQLException {
        throw Refusal.rolledBackMeanwhile();
    }

    @Override
    public boolean mayInterrupt() {
        return false;
    }

    @Override
    public void limited() {}

    @Override
    public void cancelled() {}

    @Override
    public <S extends Statement> S made(S raw, @Nullable String sql) {
        return raw;
    }

    @Override
    public void leftOpen(int statements, int results) {}

    @Override
    public void wrote() {}

    @Override
    public boolean autoCommit() throws SQLException {
        throw Refusal.rolledBackMeanwhile();
    }

    @Override
    public void autoCommit(boolean on) throws SQLException {
        throw Refusal.rolledBackMeanwhile();
    }

    @Override
    public void commit() throws SQLException {
        throw Refusal.rolledBackMeanwhile();
    }

    @Override
    public void rollback() throws SQLException {
        throw Refusal.rolledBackMeanwhile();
    }

    @Override
    public void demarcating(String call) throws SQLException {
        throw Refusal.rolledBackMeanwhile();
    }

    @Override
    public void changing(Setting setting) throws SQLException {
        throw Refusal.rolledBackMeanwhile();
    }

    @Override
    public boolean closed() {
        return false;
    }

    @Override
    public boolean valid(int seconds) {
        return false;
    }

    @Override
    public void abort(Executor executor) throws SQLException {
        before.abort(executor);
    }

    @Override
    public void failed(Throwable failure) {
        before.failed(failure);
    }

    @Override
    public boolean serves(long ticket) {
        return true;
    }

    @Override
    public boolean lets(long ticket) {
        return true;
    }

    @Override
    public SQLException expired() {
        return Refusal.rolledBackMeanwhile();
    }

    @Override
    public void keep(ConnectionHandle handle) {}

    @Override
    public void closed(ConnectionHandle handle) {
        if (!before.destroyed()) { // then the pool has heard all there is to hear
            before.closed(handle);
        }
    }
}
