package dev.berth.dialect;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** Whether a session answers, and from where. */
final class PostgresHealth {

    private static final String IN_RECOVERY = "SELECT pg_catalog.pg_is_in_recovery()";

    private PostgresHealth() {}

    /** Bound by the driver's read timeout. */
    static Health check(Connection connection, Duration bound, boolean primaryWanted) {
        try {
            int before = connection.getNetworkTimeout();
            int wanted = (int) Math.max(1, Math.min(bound.toMillis(), Integer.MAX_VALUE));
            connection.setNetworkTimeout(Runnable::run, before == 0 ? wanted : Math.min(wanted, before));
            var health = ask(connection, primaryWanted);
            connection.setNetworkTimeout(Runnable::run, before); // a dead connection keeps its own: nobody reads there
            return health;
        } catch (SQLException | RuntimeException failure) {
            return Health.DEAD;
        }
    }

    private static Health ask(Connection connection, boolean primaryWanted) throws SQLException {
        if (primaryWanted) {
            return standby(connection) ? Health.STANDBY : Health.ALIVE;
        }
        PostgresDriver.run(connection, ""); // an empty query: the cheapest answer there is
        return Health.ALIVE;
    }

    static boolean standby(Connection connection) throws SQLException {
        return PostgresDriver.yes(connection, IN_RECOVERY);
    }
}
