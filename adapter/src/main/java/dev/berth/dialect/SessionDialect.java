package dev.berth.dialect;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the adapter must know about the sessions of a database: how they are set up, cleaned and asked, and where they are. */
public interface SessionDialect {

    /** The name by which the property {@code dialect} chooses it. */
    String name();

    /**
     * What the statements of that text may leave behind in their session; in doubt it counts. Quick: asked for each
     * text. What functions do inside is not seen.
     */
    default Set<Trace> traces(String sql) {
        return Set.of();
    }

    /** Whether anything of that text, which has {@link #traces}, stays in its session beyond the transaction. */
    default boolean outlivesTransaction(String sql) {
        return true;
    }

    /**
     * Whether sessions have roles and statement timeouts, {@link #discard} works, and it and {@link #reset} of {@link
     * Trace#SETTING} undo what JDBC changed in schema, isolation and client info too.
     */
    default boolean knowsSessions() {
        return false;
    }

    /**
     * Gives a new session its configured defaults: in one round trip where the database can, in none when there are
     * none. Outside a transaction.
     *
     * @throws SQLFeatureNotSupportedException for a role or a statementTimeout, where the database has none (0A000)
     */
    default void apply(Connection connection, SessionSetup setup) throws SQLException {
        JdbcSession.apply(connection, setup, name());
    }

    /**
     * Removes those traces and gives the defaults again that go with them, in one round trip; does nothing when there
     * are none. Outside a transaction.
     *
     * @param traces of what ran in that session, as {@link #traces} told
     */
    default void reset(Connection connection, Set<Trace> traces, SessionSetup setup) throws SQLException {}

    /**
     * Makes the session as new, whatever ran in it, and gives the defaults again. Outside a transaction.
     *
     * @throws SQLFeatureNotSupportedException where the database has no such statement (0A000)
     */
    default void discard(Connection connection, SessionSetup setup) throws SQLException {
        throw new SQLFeatureNotSupportedException(
                "The dialect " + name() + " cannot make a session as new: open another connection instead", "0A000");
    }

    /**
     * Whether the session answers within the bound, and is what was asked for: one round trip. Outside a transaction,
     * and leaves none open. Never throws; what is DEAD can only be closed.
     */
    default Health check(Connection connection, Duration bound, boolean primaryWanted) {
        return JdbcSession.check(connection, bound);
    }

    /** Whether the session is with a server that takes no writes: one round trip. */
    default boolean standby(Connection connection) throws SQLException {
        return false;
    }

    /** Whether the user's URL or driver properties demand a server that takes writes. */
    default boolean wantsPrimary(@Nullable String url, Map<String, String> driverProperties) {
        return false;
    }

    /** Whether the session refused that failure's statement because it may only read. */
    default boolean refusedWrite(SQLException failure) {
        return Causes.of(failure).stream().anyMatch(sql -> "25006".equals(sql.getSQLState())); // read-only transaction
    }

    /**
     * The servers that the URL names, each as {@code host:port}; empty when it cannot be told, as for placeholders or a
     * URL that the driver refuses.
     */
    default List<String> hosts(String url) {
        return List.of();
    }

    /** The names of the properties that stand in the URL. */
    default Set<String> urlProperties(String url) {
        return Set.of();
    }

    /** The database that the URL names, or null. */
    default @Nullable String databaseName(String url) {
        return null;
    }

    /**
     * What is weak in the TLS that these settings come to, and the fix; empty when nothing is, or when every server is
     * on this machine or unknown.
     *
     * @param sslMode as in {@link ConnectSettings}: the URL and the driver properties go before it
     */
    default Optional<String> weakTls(
            @Nullable String url, Map<String, String> driverProperties, @Nullable String sslMode) {
        return Optional.empty();
    }

    /** How many connections there can be, and who has them; empty when the database does not tell. */
    default Optional<Budget> budget(Connection connection) throws SQLException {
        return Optional.empty();
    }

    /**
     * What stands in the way of working as configured: one sentence each, with the fix. Before {@link #apply} or after,
     * outside a transaction, with autocommit.
     */
    default List<String> troubleAtStart(Connection connection, SessionSetup setup, boolean primaryWanted)
            throws SQLException {
        return List.of();
    }
}
