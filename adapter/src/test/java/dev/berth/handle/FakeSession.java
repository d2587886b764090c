package dev.berth.handle;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A session that lets everything through and writes down what it is told. */
final class FakeSession implements Session {

    final List<String> told = new ArrayList<>();
    private final Connection connection;
    private boolean autoCommit = true;

    FakeSession(Connection connection) {
        this.connection = connection;
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public void text(String sql) {
        told.add("text " + sql);
    }

    @Override
    public void working() {
        told.add("working");
    }

    @Override
    public boolean mayInterrupt() {
        return true;
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
        return null;
    }

    @Override
    public void keep(ConnectionHandle handle) {}

    @Override
    public void cancelled() {}

    @Override
    public void limited() {}

    @Override
    public <S extends Statement> S made(S raw, @Nullable String sql) {
        return raw;
    }

    @Override
    public void leftOpen(int statements, int results) {}

    @Override
    public void wrote() {
        told.add("wrote");
    }

    @Override
    public boolean autoCommit() {
        return autoCommit;
    }

    @Override
    public void autoCommit(boolean on) {
        autoCommit = on;
    }

    @Override
    public void commit() {
        told.add("commit");
    }

    @Override
    public void rollback() {
        told.add("rollback");
    }

    @Override
    public void demarcating(String call) {
        told.add(call);
    }

    @Override
    public void changing(Setting setting) {
        told.add("changing " + setting);
    }

    @Override
    public boolean valid(int seconds) {
        return true;
    }

    @Override
    public boolean closed() {
        return false;
    }

    @Override
    public void abort(Executor executor) {
        told.add("abort");
    }

    @Override
    public void failed(Throwable failure) {
        told.add("failed " + failure.getMessage());
    }

    @Override
    public void closed(ConnectionHandle handle) {
        told.add("closed");
    }
}
