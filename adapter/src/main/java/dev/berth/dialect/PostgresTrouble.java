package dev.berth.dialect;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What stands in the way of a session as it is configured. */
final class PostgresTrouble {

    /** An entry of search_path: in double quotes, or up to the next comma. */
    private static final Pattern ENTRY = Pattern.compile("\\s*(?:\"((?:[^\"]|\"\")*)\"|([^,]*))\\s*(?:,|$)");

    private PostgresTrouble() {}

    static Optional<String> withXa(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var setting = statement.executeQuery("SHOW max_prepared_transactions")) {
            return setting.next() && setting.getInt(1) > 0
                    ? Optional.empty()
                    : Optional.of("max_prepared_transactions is 0, so no transaction over two resources can commit: set"
                            + " it to at least the sum of the pools' sizes in postgresql.conf, and restart the server");
        }
    }

    static List<String> atStart(Connection connection, SessionSetup setup, boolean primaryWanted) throws SQLException {
        var troubles = new ArrayList<String>();
        var role = setup.role() == null ? Optional.<String>empty() : role(connection, setup.role());
        role.ifPresent(troubles::add);
        if (setup.schema() != null) {
            for (var schema : entries(setup.schema())) {
                schema(connection, schema, role.isPresent() ? null : setup.role())
                        .ifPresent(troubles::add);
            }
        }
        if (primaryWanted && !setup.readOnly() && PostgresHealth.standby(connection)) {
            troubles.add("The server is a standby and takes no writes: name all servers in connectionURL with"
                    + " targetServerType=primary, or set readOnly to true");
        }
        return troubles;
    }

    /** The server is asked to: what it takes to become a role differs between its versions. */
    private static Optional<String> role(Connection connection, String role) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT pg_catalog.set_config('role', ?, true)")) {
            statement.setString(1, role);
            statement.execute(); // local to the statement's own transaction
            return Optional.empty();
        } catch (SQLException refused) {
            return switch (String.valueOf(refused.getSQLState())) {
                case "22023" -> // invalid_parameter_value
                    Optional.of("The role '" + role + "' does not exist: CREATE ROLE it, or correct the property role;"
                            + " upper and lower case differ");
                case "42501" -> // insufficient_privilege
                    Optional.of("The user may not take the role '" + role + "': GRANT it to the user, or change the"
                            + " property role");
                default -> throw refused;
            };
        }
    }

    private static Optional<String> schema(Connection connection, String schema, @Nullable String role)
            throws SQLException {
        try (var statement = connection.prepareStatement("SELECT pg_catalog.has_schema_privilege(coalesce(?,"
                + " current_user), oid, 'USAGE') FROM pg_catalog.pg_namespace WHERE nspname = ?")) {
            statement.setString(1, role);
            statement.setString(2, schema);
            try (var answer = statement.executeQuery()) {
                if (!answer.next()) {
                    return Optional.of("The schema '" + schema + "' does not exist: CREATE SCHEMA it, or correct the"
                            + " property schema; a name that is not in lower case stands in double quotes there");
                }
                return answer.getBoolean(1)
                        ? Optional.empty()
                        : Optional.of("The schema '" + schema + "' is closed to "
                                + (role == null ? "the user" : "the role '" + role + "'")
                                + ": GRANT USAGE ON SCHEMA to it, or change the property schema");
            }
        }
    }

    /** The schemas of a search_path that must be there: $user need not, pg_temp comes with its first table. */
    static List<String> entries(String path) {
        var entries = new ArrayList<String>();
        var found = ENTRY.matcher(path);
        while (found.find()) {
            var entry = found.group(1) != null
                    ? found.group(1).replace("\"\"", "\"")
                    : found.group(2).strip().toLowerCase(Locale.ROOT);
            if (!entry.isEmpty() && !entry.equals("$user") && !entry.equals("pg_temp")) {
                entries.add(entry);
            }
        }
        return entries;
    }
}
