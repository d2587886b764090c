package dev.berth.dialect;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/**
 * What the adapter must know about a database beyond JDBC. Others than the built-in ones are found as services
 * ({@link java.util.ServiceLoader}).
 */
public interface Dialect {

    /** The name by which the property {@code dialect} chooses it. */
    String name();

    /** Whether it knows databases of that URL. */
    boolean acceptsUrl(String url);

    /** Whether it knows the driver of that DataSource class. */
    boolean acceptsClass(String dataSourceClass);

    /**
     * Whether the session is gone, or must go, after that failure.
     *
     * @param failure what the driver threw; its causes and next exceptions count too
     * @param connection the physical connection it happened on
     */
    boolean isFatal(SQLException failure, Connection connection);

    /** The names that the driver knows for {@code driverProperties}; empty when it cannot tell them all. */
    default Set<String> driverProperties() {
        return Set.of();
    }

    /**
     * Sets what every connection of this driver should have, before the user's own driver properties.
     *
     * @throws IllegalArgumentException when one of the settings has no such value, or cannot be given to this driver
     */
    default void defaults(Properties properties, ConnectSettings settings) {
        settings.refuseWhatIsNotStandard(name());
    }

    /**
     * After it was opened with {@link #defaults} or {@link #beanDefaults}: ends what was meant for the opening only.
     *
     * @param given the names of the driver's properties that the user gave, which stay as they are
     */
    default void connected(Connection connection, ConnectSettings settings, Set<String> given) throws SQLException {}

    /** The same as properties of a DataSource bean of this driver. */
    default Map<String, String> beanDefaults(ConnectSettings settings) {
        settings.refuseWhatIsNotStandard(name());
        return Map.of();
    }

    /** The physical connection behind what a driver's pooled or XA connection gave, to spare its proxy. */
    default Connection physical(Connection logical) {
        return logical;
    }

    /** A branch protocol of our own over that physical connection; empty: the driver's XAResource. */
    default Optional<XAResource> branch(Connection physical) {
        return Optional.empty();
    }

    /** Whether {@link #branch} gives one: asked before any connection is open. */
    default boolean hasBranch() {
        return false;
    }

    /** What stands in the way of XA on that database, with the fix; empty when nothing does. */
    default Optional<String> troubleWithXa(Connection connection) throws SQLException {
        return Optional.empty();
    }

    /** Every prepared transaction of the database, oldest first, whoever prepared it. */
    default List<PreparedBranch> prepared(Connection connection) throws SQLException {
        return List.of();
    }

    /** Commits or rolls back a prepared transaction by its identifier. */
    default void finishPrepared(Connection connection, String gid, boolean commit) throws SQLException {
        throw new SQLFeatureNotSupportedException("Not known how, with the dialect " + name(), "0A000");
    }

    /** Whether the database has thrown the open transaction away already, so that its commit would be a lie. */
    default boolean transactionFailed(Connection connection) throws SQLException {
        return false;
    }

    /**
     * Whether the open transaction has written nothing and holds no lock that its end would free, so that committing it
     * before the decision over a global transaction harms nobody. Asks the database.
     */
    default boolean wroteNothing(Connection connection) throws SQLException {
        return false;
    }

    /** Whether {@link #limit} does something. */
    default boolean limits() {
        return false;
    }

    /**
     * Has the database end statements, and where it can the transaction, after what is left of its time; a smaller
     * limit of the application stays. Part of the transaction: it goes with it.
     */
    default void limit(Connection connection, Duration left) throws SQLException {}

    /** Opens the transaction now, where it would otherwise begin with its first statement. */
    default void begin(Connection connection) throws SQLException {}

    /** Whether a transaction is open in the database, whoever began it; empty when it cannot be told for nothing. */
    default Optional<Boolean> transactionOpen(Connection connection) throws SQLException {
        return Optional.empty();
    }

    /**
     * Stops the statement that another thread runs on that connection, if any, and returns when the request can hit no
     * later one; does nothing where the database has no such request.
     */
    default void cancel(Connection connection) throws SQLException {}

    /** The schema setting, in full: what {@link #restoreSchema} takes. */
    default @Nullable Object readSchema(Connection connection) throws SQLException {
        return connection.getSchema();
    }

    /** Writes back what {@link #readSchema} gave. */
    default void restoreSchema(Connection connection, @Nullable Object first) throws SQLException {
        connection.setSchema((String) first);
    }

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
