package dev.berth.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a session answers, within what time, and what the asking leaves. */
class PostgresHealthTest {

    private static final Duration BOUND = Duration.ofMillis(300);

    private final Dialect dialect = new PostgresDialect();

    private static int pid(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var answer = statement.executeQuery("SELECT pg_backend_pid()")) {
            answer.next();
            return answer.getInt(1);
        }
    }

    private static void signal(String signal, int pid) throws Exception {
        var kill = new ProcessBuilder("kill", "-" + signal, Integer.toString(pid)).start();
        assertEquals(0, kill.waitFor());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_session_that_answers_is_alive_and_as_it_was(boolean primaryWanted) throws Exception {
        try (var connection = TestPostgres.plain()) {
            for (var autoCommit : new boolean[] {true, false}) {
                for (int timeout : new int[] {0, 70, 5000}) {
                    connection.setAutoCommit(autoCommit);
                    connection.setNetworkTimeout(Runnable::run, timeout);
                    assertEquals(Health.ALIVE, dialect.check(connection, BOUND, primaryWanted));
                    assertEquals(timeout, connection.getNetworkTimeout());
                    assertEquals(
                            Boolean.FALSE, dialect.transactionOpen(connection).orElseThrow());
                    assertEquals(autoCommit, connection.getAutoCommit());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void one_round_trip(boolean primaryWanted) throws Exception {
        try (var counter = new FlightCounter(TestPostgres.port());
                var connection = java.sql.DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + counter.port() + "/postgres",
                        TestPostgres.USER,
                        TestPostgres.PASSWORD)) {
            connection.setAutoCommit(false);
            counter.flights();
            assertEquals(Health.ALIVE, dialect.check(connection, BOUND, primaryWanted));
            assertEquals(1, counter.flights());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_session_that_hangs_is_dead_in_time(boolean primaryWanted) throws Exception {
        try (var connection = TestPostgres.plain()) {
            int pid = pid(connection);
            signal("STOP", pid);
            try {
                long start = System.nanoTime();
                assertEquals(Health.DEAD, dialect.check(connection, BOUND, primaryWanted));
                long took = (System.nanoTime() - start) / 1_000_000;
                assertTrue(took >= 250 && took < 3000, took + " ms"); // of 300, on a shared machine
            } finally {
                signal("CONT", pid);
            }
            assertTrue(connection.isClosed());
            assertEquals(Health.DEAD, dialect.check(connection, BOUND, primaryWanted));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_session_that_was_ended_is_dead(boolean primaryWanted) throws Exception {
        try (var connection = TestPostgres.plain()) {
            TestPostgres.endBackend(pid(connection));
            assertEquals(Health.DEAD, dialect.check(connection, BOUND, primaryWanted));
        }
    }

    @Test
    void a_bound_of_nothing_is_still_a_bound() throws Exception {
        try (var connection = TestPostgres.plain()) {
            int pid = pid(connection);
            signal("STOP", pid);
            try {
                assertEquals(Health.DEAD, dialect.check(connection, Duration.ZERO, false));
            } finally {
                signal("CONT", pid);
            }
        }
    }

    @Test
    void a_refused_write_is_told_from_other_failures() throws Exception {
        try (var connection = TestPostgres.plain();
                var statement = connection.createStatement()) {
            statement.execute("SET default_transaction_read_only = on");
            var refused = org.junit.jupiter.api.Assertions.assertThrows(
                    SQLException.class, () -> statement.execute("CREATE TABLE d_refused ()"));
            assertTrue(dialect.refusedWrite(refused));
            assertTrue(dialect.refusedWrite(new SQLException("outer", refused)));
            assertFalse(dialect.refusedWrite(new SQLException("other", "23505")));
        }
    }

    @Test
    void this_server_is_a_primary() throws Exception {
        try (var connection = TestPostgres.plain()) {
            assertFalse(dialect.standby(connection));
        }
    }
}
