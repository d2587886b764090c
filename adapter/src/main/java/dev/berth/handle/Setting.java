package dev.berth.handle;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** What an application can change of a session through JDBC: how to read it and how to write it back. */
@SuppressWarnings("ImmutableEnumChecker") // method references hold nothing
public enum Setting {
    READ_ONLY("setReadOnly", true, Connection::isReadOnly, (c, v) -> c.setReadOnly((Boolean) v)),
    ISOLATION(
            "setTransactionIsolation",
            true,
            Connection::getTransactionIsolation,
            (c, v) -> c.setTransactionIsolation((Integer) v)),
    HOLDABILITY("setHoldability", false, Connection::getHoldability, (c, v) -> c.setHoldability((Integer) v)),
    CATALOG("setCatalog", false, Connection::getCatalog, (c, v) -> c.setCatalog((String) v)),
    SCHEMA("setSchema", false, Connection::getSchema, (c, v) -> c.setSchema((String) v)),
    NETWORK_TIMEOUT(
            "setNetworkTimeout",
            false,
            Connection::getNetworkTimeout,
            (c, v) -> c.setNetworkTimeout(Runnable::run, (Integer) v)),
    CLIENT_INFO("setClientInfo", false, Setting::clientInfo, (c, v) -> c.setClientInfo((Properties) v)),
    @SuppressWarnings("unchecked")
    TYPE_MAP("setTypeMap", false, Connection::getTypeMap, (c, v) -> c.setTypeMap((Map<String, Class<?>>) v));

    private final String call;
    private final boolean ofTransaction;
    private final Reader reader;
    private final Writer writer;

    Setting(String call, boolean ofTransaction, Reader reader, Writer writer) {
        this.call = call;
        this.ofTransaction = ofTransaction;
        this.reader = reader;
        this.writer = writer;
    }

    /** The JDBC call that changes it, for messages. */
    public String call() {
        return call;
    }

    /** Whether it is a property of the transaction, which cannot change once the transaction has begun to work. */
    public boolean ofTransaction() {
        return ofTransaction;
    }

    /** Whether it lives in the database's session, rather than in the driver or the transaction. */
    public boolean ofSession() {
        return this == ISOLATION || this == SCHEMA || this == CLIENT_INFO;
    }

    /** The value now, as the driver tells it. */
    public @Nullable Object read(Connection connection) throws SQLException {
        return reader.read(connection);
    }

    /** Writes a value that {@link #read} gave. */
    public void write(Connection connection, @Nullable Object value) throws SQLException {
        if (value != null) { // a driver that told nothing has nothing to go back to
            writer.write(connection, value);
        }
    }

    private static Properties clientInfo(Connection connection) throws SQLException {
        var copy = new Properties();
        var now = connection.getClientInfo();
        if (now != null) {
            copy.putAll(now);
        }
        return copy;
    }

    @FunctionalInterface
    private interface Reader {
        @Nullable
        Object read(Connection connection) throws SQLException;
    }

    @FunctionalInterface
    private interface Writer {
        void write(Connection connection, Object value) throws SQLException;
    }
}
