package dev.berth.dialect;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Optional;

/**
 * How many connections a user can have.
 *
 * <p>Source: PostgreSQL, max_connections, superuser_reserved_connections, reserved_connections (16 and newer), CREATE
 * ROLE and CREATE DATABASE, CONNECTION LIMIT: none of these binds a superuser but the first.
 */
final class PostgresBudget {

    /**
     * One row for each application name; the sessions of other roles show their application name, but not their kind,
     * to those who may not read statistics: what has a user and a database there is taken for a client.
     */
    private static final String ASK = "SELECT current_setting('max_connections')::int,"
            + " CASE WHEN r.rolsuper THEN 0 ELSE current_setting('superuser_reserved_connections')::int"
            + " + CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_roles u WHERE u.rolname = 'pg_use_reserved_connections'"
            + " AND pg_catalog.pg_has_role(r.oid, u.oid, 'USAGE')) THEN 0"
            + " ELSE coalesce(current_setting('reserved_connections', true)::int, 0) END END,"
            + " CASE WHEN r.rolsuper THEN -1 ELSE r.rolconnlimit END,"
            + " CASE WHEN r.rolsuper THEN -1 ELSE d.datconnlimit END,"
            + " a.name, a.sessions"
            + " FROM pg_catalog.pg_roles r, pg_catalog.pg_database d,"
            + " (SELECT coalesce(application_name, '') AS name, count(*)::int AS sessions"
            + " FROM pg_catalog.pg_stat_activity WHERE backend_type = 'client backend'"
            + " OR backend_type IS NULL AND usesysid IS NOT NULL AND datid IS NOT NULL GROUP BY 1) a"
            + " WHERE r.rolname = session_user AND d.datname = current_database()";

    private PostgresBudget() {}

    static Optional<Budget> of(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(ASK)) {
            return rows.next() ? Optional.of(read(rows)) : Optional.empty();
        }
    }

    private static Budget read(ResultSet rows) throws SQLException {
        int max = rows.getInt(1);
        int reserved = rows.getInt(2);
        int role = rows.getInt(3);
        int database = rows.getInt(4);
        var byApplication = new HashMap<String, Integer>();
        int used = 0;
        do {
            byApplication.put(rows.getString(5), rows.getInt(6));
            used += rows.getInt(6);
        } while (rows.next());
        int most = Math.min(max - reserved, Math.min(unlessNone(role), unlessNone(database)));
        return new Budget(most, max, reserved, role, database, used, byApplication);
    }

    private static int unlessNone(int limit) {
        return limit < 0 ? Integer.MAX_VALUE : limit;
    }
}
