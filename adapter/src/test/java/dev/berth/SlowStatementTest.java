package dev.berth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.postgresql.PGStatement;

/** Statements that take long: told, and ended. */
class SlowStatementTest {

    private interface Act {
        void on(Connection connection) throws Exception;
    }

    private static void with(Consumer<JdbcManagedConnectionFactory> change, Act act) throws Exception {
        var factory = TestPostgres.factory();
        change.accept(factory);
        try (var lease = new Lease(factory);
                var handle = lease.handle()) {
            act.on(handle);
        }
    }

    private static void watched(JdbcManagedConnectionFactory factory) {
        factory.setPoolName("slow pool");
        factory.setSlowStatementThreshold(100);
    }

    private record Slow(String name, Act act, String sql, String outcome) {}

    private static final String SLEEP = "SELECT i, pg_sleep(0.06)::text FROM generate_series(1, 2) i";

    private static final List<Slow> SLOW = List.of(
            new Slow("a query", c -> read(c, SLEEP), SLEEP, "2 rows"),
            new Slow(
                    "a query not read to its end",
                    c -> c.createStatement().executeQuery(SLEEP).next(),
                    SLEEP,
                    "1 rows"),
            new Slow(
                    "a query by execute",
                    c -> {
                        var statement = c.createStatement();
                        statement.execute(SLEEP);
                        var rows = statement.getResultSet();
                        rows.next();
                        rows.close();
                    },
                    SLEEP,
                    "1 rows"),
            new Slow(
                    "a prepared query",
                    c -> {
                        try (var statement = c.prepareStatement("SELECT pg_sleep(?)::text")) {
                            statement.setDouble(1, 0.123);
                            statement.executeQuery().next();
                        }
                    },
                    "SELECT pg_sleep(?)::text",
                    "1 rows"),
            new Slow(
                    "an update",
                    c -> c.createStatement().executeUpdate("CREATE TEMP TABLE s AS " + SLEEP),
                    "CREATE TEMP TABLE s AS",
                    "2 rows"),
            new Slow(
                    "a failure",
                    c -> {
                        assertThrows(
                                SQLException.class,
                                () -> Lease.run(
                                        c,
                                        "SELECT count(pg_sleep(0.12)::text), 1/(1 - max(i))"
                                                + " FROM generate_series(1, 1) i"));
                    },
                    "1/(1 - max(i))",
                    "failed with SQLState 22012"),
            new Slow(
                    "a batch",
                    c -> {
                        try (var statement = c.createStatement()) {
                            statement.addBatch("CREATE TEMP TABLE first_batch (i int)");
                            statement.executeBatch();
                            statement.addBatch("SELECT 'forgotten'");
                            statement.clearBatch();
                            statement.addBatch("DO 'BEGIN PERFORM pg_sleep(0.12); END'");
                            statement.addBatch("INSERT INTO first_batch VALUES (1), (2)");
                            statement.executeBatch();
                        }
                    },
                    "thread " + Thread.currentThread().getName() + ": DO 'BEGIN PERFORM pg_sleep(0.12); END'; INSERT",
                    "2 rows"),
            new Slow(
                    "a prepared batch",
                    c -> {
                        Lease.run(c, "CREATE TEMP TABLE b (t text)");
                        try (var statement = c.prepareStatement("INSERT INTO b SELECT pg_sleep(?)::text")) {
                            for (int i = 0; i < 3; i++) {
                                statement.setDouble(1, 0.05);
                                statement.addBatch();
                            }
                            statement.executeBatch();
                        }
                    },
                    "INSERT INTO b SELECT pg_sleep(?)::text",
                    "3 rows"),
            new Slow(
                    "a call",
                    c -> {
                        try (var call = c.prepareCall("{ ? = call pg_sleep_text(?) }")) {
                            call.registerOutParameter(1, java.sql.Types.VARCHAR);
                            call.setDouble(2, 0.12);
                            call.execute();
                            assertEquals("slept", call.getString(1));
                        }
                    },
                    "{ ? = call pg_sleep_text(?) }",
                    " ms, "));

    private static void read(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                rows.getString(1);
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> each_kind_is_told_once_with_its_duration_rows_thread_and_pool() {
        TestPostgres.asSuperuser("CREATE OR REPLACE FUNCTION pg_sleep_text(double precision) RETURNS text"
                + " LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep($1); RETURN ''slept''; END'");
        return SLOW.stream().map(slow -> DynamicTest.dynamicTest(slow.name(), () -> told(slow)));
    }

    private static void told(Slow slow) throws Exception {
        try (var said = new Said()) {
            with(SlowStatementTest::watched, slow.act());
            var lines = said.warnings("Slow statement");
            assertEquals(1, lines.size(), said::all);
            var line = lines.get(0);
            for (var words : List.of(
                    "on slow pool: ",
                    slow.sql(),
                    slow.outcome(),
                    "thread " + Thread.currentThread().getName())) {
                assertTrue(line.contains(words), line);
            }
            var duration = Pattern.compile(" (\\d+) ms").matcher(line);
            assertTrue(duration.find() && Integer.parseInt(duration.group(1)) >= 100, line);
            assertFalse(line.contains("forgotten"), line);
            assertFalse(line.contains("0.123"), line);
        }
    }

    @Test
    void parameters_are_told_only_where_that_is_asked() throws Exception {
        for (boolean asked : new boolean[] {false, true}) {
            try (var said = new Said()) {
                with(
                        factory -> {
                            watched(factory);
                            factory.setLogParameters(asked);
                        },
                        c -> {
                            try (var statement = c.prepareStatement("SELECT ?::text, pg_sleep(?)::text")) {
                                statement.setString(1, "born 1970-01-01");
                                statement.setDouble(2, 0.12);
                                statement.executeQuery().next();
                            }
                        });
                assertEquals(asked, said.all().contains("{1=born 1970-01-01, 2=0.12}"), said::all);
                assertEquals(asked, said.all().contains("1970"), said::all);
            }
        }
    }

    @Test
    void quick_ones_are_not_told_and_the_drivers_own_interface_is_there() throws Exception {
        try (var said = new Said()) {
            with(SlowStatementTest::watched, c -> {
                read(c, "SELECT 1");
                try (var statement = c.prepareStatement("SELECT 1")) {
                    assertTrue(statement.isWrapperFor(PGStatement.class));
                    statement.unwrap(PGStatement.class).setPrepareThreshold(1);
                    try (var rows = statement.executeQuery()) {
                        assertTrue(rows.next());
                    }
                }
            });
            assertEquals(List.of(), said.warnings(""));
        }
    }

    // ---- limits ----

    @Test
    void the_database_ends_a_statement_after_the_statement_timeout() throws Exception {
        with(factory -> factory.setStatementTimeout(1), c -> {
            assertEquals("1s", Lease.one(c, "SHOW statement_timeout"));
            var ended = assertThrows(SQLException.class, () -> Lease.run(c, "SELECT pg_sleep(20)"));
            assertEquals("57014", ended.getSQLState());
            assertEquals("1", Lease.one(c, "SELECT 1"));
        });
    }

    @Test
    void the_driver_ends_a_statement_after_the_query_timeout_which_each_may_change() throws Exception {
        with(factory -> factory.setQueryTimeout(1), c -> {
            var ended = assertThrows(SQLException.class, () -> Lease.run(c, "SELECT pg_sleep(20)"));
            assertEquals("57014", ended.getSQLState());
            try (var statement = c.prepareStatement("SELECT 1");
                    var call = c.prepareCall("SELECT 1")) {
                assertEquals(List.of(1, 1), List.of(statement.getQueryTimeout(), call.getQueryTimeout()));
                statement.setQueryTimeout(7);
                assertEquals(7, statement.getQueryTimeout());
            }
        });
    }

    @Test
    void a_frozen_wire_ends_a_statement_only_where_a_socket_timeout_is_set() throws Exception {
        try (var cable = SwitchedCable.to(TestPostgres.port())) {
            with(
                    factory -> {
                        factory.setConnectionURL("jdbc:postgresql://127.0.0.1:" + cable.port() + "/postgres");
                        factory.setSocketTimeout(1);
                    },
                    c -> {
                        Lease.run(c, "SELECT 1");
                        cable.freeze();
                        var cut = assertThrows(SQLException.class, () -> Lease.run(c, "SELECT 1"));
                        assertEquals("08006", cut.getSQLState());
                    });
        }
        var timeout = new JdbcManagedConnectionFactory().getSocketTimeout();
        assertEquals(0, timeout);
    }

    @Test
    void a_server_that_says_nothing_holds_nobody_for_longer_than_the_login_timeout() throws Exception {
        try (var cable = SwitchedCable.to(TestPostgres.port())) {
            cable.freeze();
            var factory = TestPostgres.factory();
            factory.setConnectionURL("jdbc:postgresql://127.0.0.1:" + cable.port() + "/postgres");
            factory.setLoginTimeout(1);
            long begin = System.nanoTime();
            assertThrows(jakarta.resource.ResourceException.class, () -> factory.createManagedConnection(null, null));
            long taken = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
            assertTrue(taken < 10_000, taken + " ms");
        }
        var bean = new JdbcManagedConnectionFactory();
        assertTrue(bean.getLoginTimeout() > 0 && bean.getConnectTimeout() > 0, "bounded by default");
    }
}
