package dev.berth.handle;

import dev.berth.delegate.Child;
import java.sql.ClientInfoStatus;
import java.sql.Connection;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The {@link Connection} an application holds. It is closed once it has no session; several may share one session.
 *
 * <p>Safe for use by several threads, as far as the driver's connection is.
 */
public final class ConnectionHandle extends AdoptingConnection {

    private static final AtomicReferenceFieldUpdater<ConnectionHandle, @Nullable Session> SESSION =
            AtomicReferenceFieldUpdater.newUpdater(ConnectionHandle.class, Session.class, "session");

    private volatile @Nullable Session session;

    /** An open handle on that session. */
    public ConnectionHandle(Session session) {
        this.session = session;
    }

    /** What is behind the handle, or a refusal with SQLState 08003. */
    Session session() throws SQLException {
        var now = session;
        if (now == null) {
            throw SqlState.closed("connection handle");
        }
        return now;
    }

    @Override
    protected Connection delegate() throws SQLException {
        return session().connection();
    }

    @Override
    protected Connection delegate(String sql) throws SQLException {
        var now = session();
        now.text(sql);
        return now.connection();
    }

    @Override
    public Object tenure() {
        var now = session;
        return now == null ? this : now; // a closed handle has no tenure: nothing that it gave out is good
    }

    @Override
    public boolean open(Object tenure) {
        return session == tenure;
    }

    @Override
    public void check(Object tenure) throws SQLException {
        if (session() != tenure) {
            throw SqlState.closed("value, which its connection handle gave out in an earlier transaction,");
        }
    }

    @Override
    public SQLException failed(SQLException failure) {
        var now = session;
        if (now != null) {
            now.failed(failure);
        }
        return failure;
    }

    @Override
    <T extends Child> T takeIn(T child) throws SQLException {
        opened(child);
        if (session == null) {
            closeChildren();
            throw SqlState.closed("connection handle");
        }
        return child;
    }

    // ---- life ----

    /**
     * Moves the handle to another session. What was opened on the old one is closed.
     *
     * @return false when the handle is closed: then nothing has happened
     */
    public boolean associate(Session other) {
        var old = session;
        if (old == null || !SESSION.compareAndSet(this, old, other)) {
            return false;
        }
        closeChildren().forEach(old::failed);
        return true;
    }

    /** Closes the handle without a word to anyone: its session has been taken away. */
    public void invalidate() {
        session = null;
        closeChildren();
    }

    @Override
    public void close() throws SQLException {
        var old = session;
        if (old != null && SESSION.compareAndSet(this, old, null)) {
            closeChildren().forEach(old::failed);
            old.closed(this);
        }
    }

    @Override
    public boolean isClosed() throws SQLException {
        var now = session;
        return now == null || now.closed();
    }

    @Override
    public void abort(Executor executor) throws SQLException {
        if (executor == null) {
            throw SqlState.invalid("abort needs an executor, and got null: the closing is done in its thread");
        }
        var now = session;
        if (now != null) {
            now.abort(executor);
        }
    }

    @Override
    public boolean isValid(int seconds) throws SQLException {
        if (seconds < 0) {
            throw SqlState.invalid("isValid takes a timeout of 0 or more seconds, and got " + seconds);
        }
        var now = session;
        return now != null && now.valid(seconds);
    }

    // ---- the transaction ----

    @Override
    public boolean getAutoCommit() throws SQLException {
        return session().autoCommit();
    }

    @Override
    public void setAutoCommit(boolean on) throws SQLException {
        session().autoCommit(on);
    }

    @Override
    public void commit() throws SQLException {
        session().commit();
    }

    @Override
    public void rollback() throws SQLException {
        session().rollback();
    }

    @Override
    public void rollback(Savepoint savepoint) throws SQLException {
        session().demarcating("rollback(Savepoint)");
        super.rollback(savepoint);
    }

    @Override
    public Savepoint setSavepoint() throws SQLException {
        session().demarcating("setSavepoint");
        session().working();
        return super.setSavepoint();
    }

    @Override
    public Savepoint setSavepoint(String name) throws SQLException {
        session().demarcating("setSavepoint");
        session().working();
        return super.setSavepoint(name);
    }

    @Override
    public void releaseSavepoint(Savepoint savepoint) throws SQLException {
        session().demarcating("releaseSavepoint");
        super.releaseSavepoint(savepoint);
    }

    // ---- settings: the first value of each is kept before it changes ----

    @Override
    public void setReadOnly(boolean readOnly) throws SQLException {
        session().changing(Setting.READ_ONLY);
        super.setReadOnly(readOnly);
    }

    @Override
    public void setTransactionIsolation(int level) throws SQLException {
        session().changing(Setting.ISOLATION);
        super.setTransactionIsolation(level);
    }

    @Override
    public void setHoldability(int holdability) throws SQLException {
        session().changing(Setting.HOLDABILITY);
        super.setHoldability(holdability);
    }

    @Override
    public void setCatalog(String catalog) throws SQLException {
        session().changing(Setting.CATALOG);
        super.setCatalog(catalog);
    }

    @Override
    public void setSchema(String schema) throws SQLException {
        session().changing(Setting.SCHEMA);
        super.setSchema(schema);
    }

    @Override
    public void setNetworkTimeout(Executor executor, int milliseconds) throws SQLException {
        session().changing(Setting.NETWORK_TIMEOUT);
        super.setNetworkTimeout(executor, milliseconds);
    }

    @Override
    public void setTypeMap(Map<String, Class<?>> map) throws SQLException {
        session().changing(Setting.TYPE_MAP);
        super.setTypeMap(map);
    }

    @Override
    public void setClientInfo(String name, String value) throws SQLClientInfoException {
        clientInfo(Map.of(name, ClientInfoStatus.REASON_UNKNOWN), raw -> raw.setClientInfo(name, value));
    }

    @Override
    public void setClientInfo(Properties properties) throws SQLClientInfoException {
        var names = new HashMap<String, ClientInfoStatus>();
        properties.stringPropertyNames().forEach(name -> names.put(name, ClientInfoStatus.REASON_UNKNOWN));
        clientInfo(names, raw -> raw.setClientInfo(properties));
    }

    private void clientInfo(Map<String, ClientInfoStatus> names, ClientInfoCall call) throws SQLClientInfoException {
        try {
            session().changing(Setting.CLIENT_INFO);
            call.on(delegate());
        } catch (SQLClientInfoException failure) {
            failed(failure);
            throw failure;
        } catch (SQLException failure) {
            failed(failure);
            throw new SQLClientInfoException(failure.getMessage(), failure.getSQLState(), names, failure);
        }
    }

    @FunctionalInterface
    private interface ClientInfoCall {
        void on(Connection raw) throws SQLException;
    }

    @Override
    public String toString() {
        return "ConnectionHandle@" + Integer.toHexString(System.identityHashCode(this))
                + (session == null ? " (closed)" : "");
    }
}
