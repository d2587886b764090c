package dev.berth.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.TestPostgres;
import dev.berth.Until;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is known at start: how many connections there can be, and what stands in the way. */
class PostgresAtStartTest {

    private static final String URL = TestPostgres.url().replaceFirst("/postgres$", "/d_budget");

    private final Dialect dialect = new PostgresDialect();

    @BeforeAll
    static void objects() {
        TestPostgres.asSuperuser(
                "CREATE DATABASE d_budget",
                "CREATE ROLE d_saver LOGIN NOINHERIT PASSWORD 'x'",
                "CREATE ROLE d_member",
                "CREATE ROLE d_stranger",
                "GRANT d_member TO d_saver",
                "CREATE SCHEMA d_open",
                "CREATE SCHEMA d_closed",
                "CREATE SCHEMA \"D_Mixed, \"\"odd\"\"\"",
                "GRANT USAGE ON SCHEMA d_open TO d_saver, d_member",
                "GRANT USAGE ON SCHEMA \"D_Mixed, \"\"odd\"\"\" TO PUBLIC",
                "GRANT USAGE ON SCHEMA d_closed TO d_member");
    }

    private static Connection saver(String url) throws SQLException {
        return DriverManager.getConnection(url + "?ApplicationName=d_saving", "d_saver", "x");
    }

    private Budget budget() throws SQLException {
        try (var connection = saver(URL)) {
            return dialect.budget(connection).orElseThrow();
        }
    }

    private static int setting(String name) {
        return Integer.parseInt(TestPostgres.column("SELECT coalesce(current_setting('" + name + "', true), '0')")
                .get(0));
    }

    @Test
    void the_budget_is_the_smallest_of_all_limits() throws Exception {
        int reserved = setting("superuser_reserved_connections") + setting("reserved_connections");
        var free = budget();
        assertEquals(setting("max_connections"), free.maxConnections());
        assertEquals(reserved, free.reserved());
        assertEquals(free.maxConnections() - reserved, free.most());
        assertEquals(List.of(-1, -1), List.of(free.roleLimit(), free.databaseLimit()));
        TestPostgres.asSuperuser("ALTER ROLE d_saver CONNECTION LIMIT 7");
        assertEquals(7, budget().roleLimit());
        assertEquals(7, budget().most());
        TestPostgres.asSuperuser("ALTER DATABASE d_budget CONNECTION LIMIT 5");
        assertEquals(5, budget().databaseLimit());
        assertEquals(5, budget().most());
        TestPostgres.asSuperuser(
                "ALTER ROLE d_saver CONNECTION LIMIT -1", "ALTER DATABASE d_budget CONNECTION LIMIT 100000");
        assertEquals(free.most(), budget().most());
        TestPostgres.asSuperuser("ALTER DATABASE d_budget CONNECTION LIMIT -1");
    }

    @Test
    void who_has_them() throws Exception {
        try (var one = saver(URL);
                var two = saver(TestPostgres.url());
                var others = DriverManager.getConnection(
                        URL + "?ApplicationName=", TestPostgres.USER, TestPostgres.PASSWORD)) {
            Until.equal(
                    2, () -> dialect.budget(one).orElseThrow().byApplication().get("d_saving")); // others end by and by
            var budget = dialect.budget(one).orElseThrow();
            assertEquals(
                    budget.used(),
                    budget.byApplication().values().stream().mapToInt(i -> i).sum());
            assertEquals(
                    TestPostgres.column("SELECT count(*) - 1 FROM pg_stat_activity"
                                    + " WHERE backend_type = 'client backend'") // but the one that asks
                            .get(0),
                    Integer.toString(budget.used()));
        }
    }

    @Test
    void a_superuser_is_bound_by_the_server_alone() throws Exception {
        TestPostgres.asSuperuser("ALTER ROLE postgres CONNECTION LIMIT 1");
        try (var connection = DriverManager.getConnection(TestPostgres.url(), "postgres", "")) {
            var budget = dialect.budget(connection).orElseThrow();
            assertEquals(budget.maxConnections(), budget.most());
            assertEquals(0, budget.reserved());
        } finally {
            TestPostgres.asSuperuser("ALTER ROLE postgres CONNECTION LIMIT -1");
        }
    }

    @Test
    void the_budget_is_that_of_who_logged_in_whatever_role_it_took() throws Exception {
        try (var connection = saver(URL)) {
            var before = dialect.budget(connection).orElseThrow();
            connection.createStatement().execute("SET ROLE d_member");
            assertEquals(before.most(), dialect.budget(connection).orElseThrow().most());
        }
    }

    private List<String> troubles(String schema, String role) throws SQLException {
        try (var connection = saver(TestPostgres.url())) {
            return dialect.troubleAtStart(
                    connection, new SessionSetup(schema, role, false, null, Duration.ZERO, null, null), true);
        }
    }

    private static void assertOne(List<String> troubles, String... words) {
        assertEquals(1, troubles.size(), troubles.toString());
        for (var word : words) {
            assertTrue(troubles.get(0).contains(word), troubles.toString());
        }
    }

    @Test
    void no_trouble() throws Exception {
        assertEquals(List.of(), troubles(null, null));
        assertEquals(List.of(), troubles("d_open", null));
        assertEquals(List.of(), troubles(" D_OPEN , \"$user\", $user,pg_temp, public, pg_catalog", null));
        assertEquals(List.of(), troubles("\"D_Mixed, \"\"odd\"\"\", d_open", null));
        assertEquals(List.of(), troubles("d_closed", "d_member"));
        assertEquals(List.of(), troubles("", null));
    }

    @Test
    void a_schema_that_is_missing_or_closed() throws Exception {
        assertOne(troubles("public, d_missing", null), "'d_missing'", "does not exist");
        assertOne(troubles("\"D_OPEN\"", null), "'D_OPEN'", "does not exist");
        assertOne(troubles("d_closed", null), "'d_closed'", "the user", "GRANT USAGE");
        assertOne(troubles("\"D_Mixed, \"\"odd\"\"\", d_closed", null), "'d_closed'");
    }

    @Test
    void a_role_that_is_missing_or_not_granted() throws Exception {
        assertOne(troubles(null, "d_nobody"), "'d_nobody'", "does not exist");
        assertOne(troubles(null, "D_MEMBER"), "'D_MEMBER'", "does not exist");
        assertOne(troubles("d_open", "d_stranger"), "'d_stranger'", "GRANT");
        assertEquals(2, troubles("d_missing", "d_stranger").size());
    }

    @Test
    void to_ask_changes_nothing() throws Exception {
        try (var connection = saver(TestPostgres.url());
                var statement = connection.createStatement()) {
            dialect.troubleAtStart(
                    connection, new SessionSetup("d_open", "d_member", false, null, Duration.ZERO, null, null), true);
            try (var user = statement.executeQuery("SELECT current_user")) {
                user.next();
                assertEquals("d_saver", user.getString(1));
            }
        }
    }
}
