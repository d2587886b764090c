package dev.berth.dialect;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/** PostgreSQL by pgjdbc. What needs a class of the driver stands in {@link PostgresDriver}. */
final class PostgresDialect implements Dialect {

    /** PostgreSQL, appendix A: the server ends the session with each of these. */
    private static final Set<String> ENDS_THE_SESSION = Set.of(
            "57P01", // admin_shutdown
            "57P02", // crash_shutdown
            "57P03", // cannot_connect_now
            "57P04", // database_dropped
            "57P05", // idle_session_timeout
            "25P03", // idle_in_transaction_session_timeout
            "25P04"); // transaction_timeout

    @Override
    public String name() {
        return "postgresql";
    }

    @Override
    public boolean acceptsUrl(String url) {
        return url.startsWith("jdbc:postgresql:");
    }

    @Override
    public boolean acceptsClass(String dataSourceClass) {
        return dataSourceClass.startsWith("org.postgresql.");
    }

    @Override
    public boolean isFatal(SQLException failure, Connection connection) {
        for (var sql : Causes.of(failure)) {
            var state = sql.getSQLState();
            if (state != null && (ENDS_THE_SESSION.contains(state) || state.startsWith("08"))) {
                return ended(sql, state);
            }
        }
        return isClosed(connection);
    }

    /** Whether the server said so of this session: a foreign data wrapper raises 08xxx as an ERROR of a healthy one. */
    private static boolean ended(SQLException sql, String state) {
        var severity = PostgresDriver.severity(sql);
        if (severity.isEmpty()) {
            return true; // the driver's own: the wire is broken
        }
        return state.startsWith("08")
                ? Set.of("FATAL", "PANIC").contains(severity.get())
                : !severity.get().equals("ERROR");
    }

    private static boolean isClosed(Connection connection) {
        try {
            return connection.isClosed();
        } catch (SQLException unknown) {
            return true; // a connection that cannot even say so is of no use
        }
    }

    @Override
    public Set<String> driverProperties() {
        return PostgresDriver.propertyNames();
    }

    @Override
    public void defaults(Properties properties, Duration loginTimeout) {
        properties.setProperty("loginTimeout", Long.toString(loginTimeout.toSeconds()));
        properties.setProperty("tcpKeepAlive", "true"); // finds a dead peer under a long statement
    }

    @Override
    public Connection physical(Connection logical) {
        return PostgresDriver.physical(logical);
    }

    @Override
    public Optional<XAResource> branch(Connection physical) {
        return Optional.of(PostgresDriver.branch(physical));
    }

    @Override
    public boolean hasBranch() {
        return true;
    }

    @Override
    public Optional<String> troubleWithXa(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var setting = statement.executeQuery("SHOW max_prepared_transactions")) {
            return setting.next() && setting.getInt(1) > 0
                    ? Optional.empty()
                    : Optional.of("max_prepared_transactions is 0, so no transaction over two resources can commit: set"
                            + " it to at least the sum of the pools' sizes in postgresql.conf, and restart the server");
        }
    }

    @Override
    public List<PreparedBranch> prepared(Connection connection) throws SQLException {
        return PostgresPrepared.all(connection);
    }

    @Override
    public void finishPrepared(Connection connection, String gid, boolean commit) throws SQLException {
        PostgresPrepared.finish(connection, gid, commit);
    }

    /** No transaction id, and no lock but those that reading takes: advisory locks would be free before the decision. */
    @Override
    public boolean wroteNothing(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var answer = statement.executeQuery("SELECT pg_catalog.pg_current_xact_id_if_assigned() IS NULL"
                        + " AND NOT EXISTS (SELECT FROM pg_catalog.pg_locks WHERE pid = pg_catalog.pg_backend_pid()"
                        + " AND locktype <> 'virtualxid' AND mode <> 'AccessShareLock')")) {
            return answer.next() && answer.getBoolean(1);
        }
    }

    /** pgjdbc sends BEGIN before a statement as a message of its own, which a cancel can hit alone. */
    @Override
    public void begin(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("SELECT 1");
        }
    }

    @Override
    public boolean limits() {
        return true;
    }

    /** statement_timeout, and transaction_timeout where there is one (17 and newer), as by SET LOCAL. */
    @Override
    public void limit(Connection connection, Duration left) throws SQLException {
        var milliseconds = Long.toString(Math.max(1, left.toMillis()));
        try (var statement = connection.prepareStatement("SELECT pg_catalog.set_config(name,"
                + " CASE WHEN setting::bigint BETWEEN 1 AND ?::bigint THEN setting ELSE ? END, true)"
                + " FROM pg_catalog.pg_settings WHERE name IN ('statement_timeout', 'transaction_timeout')")) {
            statement.setString(1, milliseconds);
            statement.setString(2, milliseconds);
            statement.execute();
        }
    }

    @Override
    public boolean transactionFailed(Connection connection) {
        return PostgresDriver.transaction(connection) == PostgresDriver.Transaction.FAILED;
    }

    @Override
    public Optional<Boolean> transactionOpen(Connection connection) {
        return Optional.of(PostgresDriver.transaction(connection) != PostgresDriver.Transaction.NONE);
    }

    @Override
    public void cancel(Connection connection) throws SQLException {
        PostgresDriver.cancel(connection);
    }

    /** All of search_path: {@link Connection#getSchema} answers its first entry alone. */
    @Override
    public @Nullable Object readSchema(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var path = statement.executeQuery("SELECT pg_catalog.current_setting('search_path')")) {
            path.next();
            return path.getString(1);
        }
    }

    @Override
    public void restoreSchema(Connection connection, @Nullable Object first) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT pg_catalog.set_config('search_path', ?, false)")) {
            statement.setString(1, (String) first);
            statement.execute();
        }
    }
}
