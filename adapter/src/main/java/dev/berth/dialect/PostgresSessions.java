package dev.berth.dialect;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The half of the dialect that is about sessions. */
abstract class PostgresSessions implements Dialect {

    @Override
    public Set<Trace> traces(String sql) {
        return PostgresTraces.of(sql);
    }

    @Override
    public boolean outlivesTransaction(String sql) {
        return PostgresPooled.outlivesTransaction(sql);
    }

    @Override
    public boolean knowsSessions() {
        return true;
    }

    @Override
    public void apply(Connection connection, SessionSetup setup) throws SQLException {
        PostgresSession.apply(connection, setup);
    }

    @Override
    public void reset(Connection connection, Set<Trace> traces, SessionSetup setup) throws SQLException {
        PostgresSession.reset(connection, traces, setup);
    }

    @Override
    public void discard(Connection connection, SessionSetup setup) throws SQLException {
        PostgresSession.discard(connection, setup);
    }

    @Override
    public Health check(Connection connection, Duration bound, boolean primaryWanted) {
        return PostgresHealth.check(connection, bound, primaryWanted);
    }

    @Override
    public boolean standby(Connection connection) throws SQLException {
        return PostgresHealth.standby(connection);
    }

    @Override
    public boolean wantsPrimary(@Nullable String url, Map<String, String> driverProperties) {
        return PostgresUrl.wantsPrimary(url, driverProperties);
    }

    @Override
    public List<String> hosts(String url) {
        return PostgresUrl.hosts(url);
    }

    @Override
    public Set<String> urlProperties(String url) {
        return PostgresUrl.properties(url);
    }

    @Override
    public @Nullable String databaseName(String url) {
        return PostgresUrl.database(url);
    }

    @Override
    public Optional<String> weakTls(
            @Nullable String url, Map<String, String> driverProperties, @Nullable String sslMode) {
        return PostgresTls.weakness(url, driverProperties, sslMode);
    }

    @Override
    public Optional<Budget> budget(Connection connection) throws SQLException {
        return PostgresBudget.of(connection);
    }

    @Override
    public List<String> troubleAtStart(Connection connection, SessionSetup setup, boolean primaryWanted)
            throws SQLException {
        return PostgresTrouble.atStart(connection, setup, primaryWanted);
    }
}
