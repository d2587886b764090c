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
public interface Dialect extends SessionDialect {

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

    /** Whether autocommit is on, and no transaction is open as far as {@link #transactionOpen} tells: asked at each return. */
    default boolean isIdle(Connection connection) throws SQLException {
        return connection.getAutoCommit() && !transactionOpen(connection).orElse(false);
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
}
