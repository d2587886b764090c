package dev.berth.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.postgresql.PGConnection;

/** Sessions are set up and reset, in as few flights as is said. */
class PostgresSessionTest {

    private static final SessionSetup FULL = new SessionSetup(
            "\"It's\\\", public",
            "d worker",
            true,
            Connection.TRANSACTION_SERIALIZABLE,
            Duration.ofMillis(7500),
            "a \\ 'name'",
            "SET d.greeting = 'hello'; SET d.other = '?' -- {no escape}");

    private final Dialect dialect = new PostgresDialect();
    private FlightCounter counter;
    private Connection connection;

    @BeforeAll
    static void roles() {
        TestPostgres.asSuperuser(
                "CREATE ROLE \"d worker\"",
                "CREATE ROLE d_base",
                "CREATE ROLE d_roled LOGIN PASSWORD 'x'",
                "GRANT \"d worker\" TO " + TestPostgres.USER + ", d_roled",
                "GRANT d_base TO d_roled",
                "ALTER ROLE d_roled SET role = 'd_base'",
                "CREATE SCHEMA \"It's\\\"",
                "GRANT USAGE ON SCHEMA \"It's\\\" TO PUBLIC");
    }

    @BeforeEach
    void open() throws Exception {
        connection = open(TestPostgres.USER, TestPostgres.PASSWORD);
    }

    private Connection open(String user, String password) throws Exception {
        counter = new FlightCounter(TestPostgres.port());
        var properties = new Properties();
        dialect.defaults(
                properties,
                new ConnectSettings(
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(20),
                        Duration.ZERO,
                        "first",
                        null,
                        null,
                        false,
                        false));
        properties.setProperty("prepareThreshold", "1");
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        var opened =
                DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + counter.port() + "/postgres", properties);
        counter.flights();
        return opened;
    }

    @AfterEach
    void close() throws Exception {
        connection.close();
        counter.close();
    }

    private void run(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    private String ask(String query) throws SQLException {
        try (var statement = connection.createStatement();
                var answer = statement.executeQuery(query)) {
            answer.next();
            return answer.getString(1);
        }
    }

    private List<String> defaults() throws SQLException {
        return List.of(
                ask("SHOW search_path"),
                ask("SELECT current_user"),
                ask("SHOW default_transaction_read_only"),
                ask("SHOW default_transaction_isolation"),
                ask("SHOW statement_timeout"),
                ask("SHOW application_name"),
                ask("SELECT current_setting('d.greeting', true) || current_setting('d.other', true)"));
    }

    private static final List<String> AS_IN_FULL =
            List.of("\"It's\\\", public", "d worker", "on", "serializable", "7500ms", "a \\ 'name'", "hello?");

    @Test
    void everything_is_set_up_in_one_flight() throws Exception {
        dialect.apply(connection, FULL);
        assertEquals(1, counter.flights());
        assertEquals(AS_IN_FULL, defaults());
        assertTrue(connection.isReadOnly());
        assertEquals(Connection.TRANSACTION_SERIALIZABLE, connection.getTransactionIsolation());
        assertEquals("It's\\", ask("SELECT current_schema()"));
    }

    @Test
    void nothing_is_set_up_in_none() throws Exception {
        dialect.apply(connection, SessionSetup.NONE);
        dialect.apply(connection, new SessionSetup(null, null, false, null, Duration.ZERO, "first", " "));
        dialect.reset(connection, Set.of(), FULL);
        assertEquals(0, counter.flights());
    }

    @Test
    void each_isolation_is_that_of_jdbc() throws Exception {
        for (int level : new int[] {1, 2, 4, 8}) {
            dialect.apply(connection, new SessionSetup(null, null, false, level, Duration.ZERO, null, null));
            assertEquals(level, connection.getTransactionIsolation());
        }
    }

    @Test
    void what_is_set_up_lasts_with_autocommit_off_and_no_transaction_is_opened() throws Exception {
        connection.setAutoCommit(false);
        dialect.apply(connection, FULL);
        assertEquals(Boolean.FALSE, dialect.transactionOpen(connection).orElseThrow());
        run("SET d.greeting = 'bye'");
        connection.commit();
        dialect.reset(connection, EnumSet.of(Trace.SETTING), FULL);
        assertEquals(Boolean.FALSE, dialect.transactionOpen(connection).orElseThrow());
        connection.rollback();
        assertEquals(AS_IN_FULL, defaults());
        connection.rollback();
        dialect.discard(connection, FULL);
        assertEquals(Boolean.FALSE, dialect.transactionOpen(connection).orElseThrow());
        assertEquals(AS_IN_FULL, defaults());
    }

    private record Left(String sql, String probe) {}

    private static final List<Left> LEFT = List.of(
            new Left("SET search_path = pg_catalog", "SHOW search_path"),
            new Left("SET ROLE \"d worker\"", "SELECT current_user"),
            new Left("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY", "SHOW default_transaction_read_only"),
            new Left("SELECT set_config('application_name', 'other', false)", "SHOW application_name"),
            new Left("UPDATE pg_settings SET setting = 'off' WHERE name = 'enable_hashjoin'", "SHOW enable_hashjoin"),
            new Left("SET TimeZone = 'Pacific/Apia'", "SHOW TimeZone"),
            new Left("SET extra_float_digits = -5", "SHOW extra_float_digits"),
            new Left("SET standard_conforming_strings = off", "SHOW standard_conforming_strings"),
            new Left(
                    "CREATE TEMP TABLE d_left AS SELECT 1 AS id",
                    "SELECT count(*) FROM pg_class WHERE relname = 'd_left'"),
            new Left("SELECT 1 AS id INTO TEMP d_left", "SELECT count(*) FROM pg_class WHERE relname = 'd_left'"),
            new Left(
                    "CREATE FUNCTION pg_temp.d_left() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                    "SELECT count(*) FROM pg_proc WHERE proname = 'd_left'"),
            new Left(
                    "SELECT pg_advisory_lock(77), pg_advisory_lock_shared(78)",
                    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"),
            new Left("LISTEN d_left", "SELECT count(*) FROM pg_listening_channels()"),
            new Left("PREPARE d_left AS SELECT 1", "SELECT count(*) FROM pg_prepared_statements WHERE from_sql"),
            new Left(
                    "DECLARE d_left CURSOR WITH HOLD FOR SELECT 1",
                    "SELECT count(*) FROM pg_cursors WHERE is_holdable AND name = 'd_left'"),
            new Left(
                    "DO 'BEGIN CREATE TEMP TABLE d_left (); PERFORM pg_advisory_lock(1); SET TimeZone = ''EST''; END'",
                    "SELECT current_setting('TimeZone') || count(*) FROM pg_locks WHERE locktype = 'advisory'"
                            + " AND pid = pg_backend_pid()"),
            new Left(
                    "CREATE TEMP TABLE d_left AS SELECT 1 AS id; SET d.x = 'y';"
                            + " DECLARE d_left CURSOR WITH HOLD FOR TABLE d_left; LISTEN d_left; SELECT pg_advisory_lock(1)",
                    "SELECT concat((SELECT count(*) FROM pg_class WHERE relname = 'd_left'), current_setting('d.x', true))"));

    @TestFactory
    Stream<DynamicTest> every_trace_goes_in_one_flight_and_what_the_driver_prepared_still_works() {
        return LEFT.stream().map(left -> DynamicTest.dynamicTest(left.sql(), () -> goes(left, true)));
    }

    @TestFactory
    Stream<DynamicTest> every_trace_goes_by_discarding_all() {
        return LEFT.stream().map(left -> DynamicTest.dynamicTest(left.sql(), () -> goes(left, false)));
    }

    private void goes(Left left, boolean byTraces) throws Exception {
        var clean = ask(left.probe());
        try (var prepared = connection.prepareStatement("SELECT typname FROM pg_type WHERE oid = ?")) {
            works(prepared);
            run(left.sql());
            assertFalse(clean.equals(ask(left.probe())), "leaves nothing");
            counter.flights();
            if (byTraces) {
                dialect.reset(connection, dialect.traces(left.sql()), SessionSetup.NONE);
            } else {
                dialect.discard(connection, SessionSetup.NONE);
            }
            assertEquals(1, counter.flights());
            assertEquals(clean, ask(left.probe()));
            works(prepared);
            works(prepared);
        }
    }

    private static void works(PreparedStatement prepared) throws SQLException {
        prepared.setInt(1, 23);
        try (var answer = prepared.executeQuery()) {
            assertTrue(answer.next());
            assertEquals("int4", answer.getString(1));
        }
    }

    @Test
    void the_defaults_come_again_with_the_settings_and_in_the_same_flight() throws Exception {
        dialect.apply(connection, FULL);
        run("RESET ROLE; SET search_path = pg_catalog; SET statement_timeout = 0; SET application_name = 'x';"
                + " SET default_transaction_read_only = off; SET d.greeting = 'bye'; SET backslash_quote = on;"
                + " SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED;"
                + " SET standard_conforming_strings = off");
        counter.flights();
        dialect.reset(connection, EnumSet.allOf(Trace.class), FULL);
        assertEquals(1, counter.flights());
        assertEquals(AS_IN_FULL, defaults());
    }

    @Test
    void the_defaults_come_again_behind_a_discard() throws Exception {
        dialect.apply(connection, FULL);
        run("RESET ROLE; SET search_path = pg_catalog; SET d.greeting = 'bye'");
        counter.flights();
        dialect.discard(connection, FULL);
        assertEquals(2, counter.flights());
        assertEquals(AS_IN_FULL, defaults());
    }

    @Test
    void another_trace_than_a_setting_leaves_the_settings_alone() throws Exception {
        dialect.apply(connection, FULL);
        run("SET d.greeting = 'bye'");
        dialect.reset(connection, EnumSet.of(Trace.ADVISORY_LOCK), FULL);
        assertEquals("bye", ask("SHOW d.greeting"));
    }

    @Test
    void what_initialises_a_session_finds_nothing_of_its_own_when_it_runs_again() throws Exception {
        var setup = new SessionSetup(
                null, null, false, null, Duration.ZERO, null, "CREATE TEMP TABLE d_init (id int); LISTEN d_init");
        dialect.apply(connection, setup);
        for (var trace : Trace.values()) {
            dialect.reset(connection, EnumSet.of(trace), setup);
            assertEquals("0", ask("SELECT count(*) FROM d_init"), trace.name());
        }
        assertEquals("1", ask("SELECT count(*) FROM pg_listening_channels()"));
    }

    @Test
    void the_authorization_of_a_superuser_comes_back() throws Exception {
        connection.close();
        counter.close();
        connection = open("postgres", "");
        run("SET SESSION AUTHORIZATION " + TestPostgres.OTHER_USER + "; SET ROLE NONE");
        dialect.reset(connection, EnumSet.of(Trace.SETTING), SessionSetup.NONE);
        assertEquals("postgres postgres", ask("SELECT session_user || ' ' || current_user"));
    }

    @Test
    void a_role_that_the_server_gives_to_a_user_comes_back() throws Exception {
        connection.close();
        counter.close();
        connection = open("d_roled", "x");
        assertEquals("d_base", ask("SELECT current_user"));
        run("SET ROLE \"d worker\"");
        dialect.reset(connection, EnumSet.of(Trace.SETTING), SessionSetup.NONE);
        assertEquals("d_base", ask("SELECT current_user"));
        run("SET ROLE \"d worker\"");
        dialect.discard(connection, SessionSetup.NONE);
        assertEquals("d_base", ask("SELECT current_user"));
    }

    @Test
    void a_name_that_came_with_the_connection_outlives_every_reset() throws Exception {
        assertEquals("first", ask("SHOW application_name"));
        run("SET application_name = 'second'");
        dialect.reset(connection, EnumSet.of(Trace.SETTING), SessionSetup.NONE);
        assertEquals("first", ask("SHOW application_name"));
        dialect.discard(connection, SessionSetup.NONE);
        assertEquals("first", ask("SHOW application_name"));
    }

    @Test
    void notifications_for_the_last_user_do_not_reach_the_next() throws Exception {
        run("LISTEN d_news");
        TestPostgres.asSuperuser("NOTIFY d_news, 'a secret'");
        dialect.reset(connection, EnumSet.of(Trace.LISTEN), SessionSetup.NONE);
        ask("SELECT 1");
        assertEquals(0, connection.unwrap(PGConnection.class).getNotifications().length);
    }

    @Test
    void the_drivers_plan_of_a_temporary_table_does_not_fail_on_the_table_that_it_hid() throws Exception {
        run("CREATE TABLE d_plan (a text, b int)");
        connection.setAutoCommit(false); // the driver repairs it by itself outside transactions only
        run("CREATE TEMP TABLE d_plan (a int)");
        try (var prepared = connection.prepareStatement("SELECT * FROM d_plan")) {
            prepared.executeQuery().close();
            prepared.executeQuery().close();
            connection.commit();
            dialect.reset(connection, EnumSet.of(Trace.TEMPORARY), SessionSetup.NONE);
            prepared.executeQuery().close();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
            run("DROP TABLE public.d_plan");
        }
    }

    @Test
    void an_open_transaction_is_not_touched() throws Exception {
        connection.setAutoCommit(false);
        run("SELECT 1");
        for (var call : List.<org.junit.jupiter.api.function.Executable>of(
                () -> dialect.apply(connection, FULL),
                () -> dialect.reset(connection, EnumSet.of(Trace.SETTING), FULL),
                () -> dialect.discard(connection, FULL))) {
            assertEquals("25001", assertThrows(SQLException.class, call).getSQLState());
        }
        assertEquals(Boolean.TRUE, dialect.transactionOpen(connection).orElseThrow());
        assertFalse(dialect.transactionFailed(connection));
    }

    @Test
    void a_refusal_is_that_of_the_server_and_nothing_is_half_done() throws Exception {
        var setup = new SessionSetup("pg_catalog", "d_nobody", false, null, Duration.ZERO, null, null);
        var refused = assertThrows(SQLException.class, () -> dialect.apply(connection, setup));
        assertTrue(refused.getMessage().contains("d_nobody"), refused.getMessage());
        assertEquals("\"$user\", public", ask("SHOW search_path"));
    }
}
