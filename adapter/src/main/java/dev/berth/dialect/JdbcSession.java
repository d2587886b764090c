package dev.berth.dialect;

import java.sql.Connection;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;

/** What JDBC alone can do for a session. */
final class JdbcSession {

    private JdbcSession() {}

    /** By the setters of JDBC. */
    static void apply(Connection connection, SessionSetup setup, String dialect) throws SQLException {
        refuse("role", setup.role() != null, dialect);
        refuse("statementTimeout", !setup.statementTimeout().isZero(), dialect);
        if (setup.schema() != null) {
            connection.setSchema(setup.schema());
        }
        if (setup.isolation() != null) {
            connection.setTransactionIsolation(setup.isolation());
        }
        if (setup.applicationName() != null) {
            name(connection, setup.applicationName());
        }
        if (setup.initSql() != null) {
            run(connection, setup.initSql());
        }
        if (setup.readOnly()) { // last: what initialises may write
            connection.setReadOnly(true);
        }
    }

    private static void refuse(String property, boolean given, String dialect) throws SQLException {
        if (given) {
            throw new SQLFeatureNotSupportedException(
                    "The dialect " + dialect + " has no " + property
                            + ": leave it out, set it by connectionInitSql, or name the" + " dialect of this database",
                    "0A000");
        }
    }

    private static void name(Connection connection, String applicationName) {
        try {
            connection.setClientInfo("ApplicationName", applicationName);
        } catch (SQLClientInfoException unknown) { // a name is for those who look on: no reason to refuse a session
            System.getLogger("dev.berth.dialect")
                    .log(System.Logger.Level.DEBUG, "The driver takes no ApplicationName", unknown);
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    /** {@link Connection#isValid}, and no transaction left open by it. */
    static Health check(Connection connection, Duration bound) {
        try {
            long seconds = Math.max(1, bound.plusMillis(999).toSeconds()); // zero would be without a bound
            if (!connection.isValid((int) Math.min(seconds, Integer.MAX_VALUE))) {
                return Health.DEAD;
            }
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
            return Health.ALIVE;
        } catch (SQLException | RuntimeException failure) {
            return Health.DEAD;
        }
    }
}
