package dev.berth.handle;

import java.sql.ClientInfoStatus;
import java.sql.Connection;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;

/** The half of the connection handle that asks its session before it changes the transaction or a setting. */
abstract class SessionConnection extends AdoptingConnection {

    /** What is behind the handle, or a refusal with SQLState 08003. */
    abstract Session session() throws SQLException;

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
}
