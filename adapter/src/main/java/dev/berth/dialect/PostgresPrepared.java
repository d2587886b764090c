package dev.berth.dialect;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** pg_prepared_xacts: what is in doubt in this database, and how a person ends it. */
final class PostgresPrepared {

    private static final String ALL = "SELECT p.gid, p.owner, extract(epoch FROM clock_timestamp() - p.prepared),"
            + " (SELECT count(*) FROM pg_catalog.pg_locks l WHERE l.pid IS NULL AND l.virtualtransaction IN"
            + " (SELECT v.virtualtransaction FROM pg_catalog.pg_locks v"
            + " WHERE v.pid IS NULL AND v.transactionid = p.transaction)),"
            + " pg_catalog.pg_has_role(current_user, p.owner, 'member')"
            + " FROM pg_catalog.pg_prepared_xacts p WHERE p.database = current_database() ORDER BY p.prepared";

    private PostgresPrepared() {}

    static List<PreparedBranch> all(Connection connection) throws SQLException {
        var all = new ArrayList<PreparedBranch>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(ALL)) {
            while (rows.next()) {
                var gid = rows.getString(1);
                all.add(new PreparedBranch(
                        gid,
                        PostgresGid.parse(gid),
                        rows.getString(2),
                        Duration.ofMillis((long) (rows.getDouble(3) * 1000)),
                        rows.getInt(4),
                        rows.getBoolean(5)));
            }
        }
        return all;
    }

    /** The identifier goes in as a literal: the command takes no parameter. */
    static void finish(Connection connection, String gid, boolean commit) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.executeUpdate((commit ? "COMMIT" : "ROLLBACK") + " PREPARED " + statement.enquoteLiteral(gid));
        }
    }
}
