package dev.berth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Work that has so much time and no more. */
@Timeout(60)
class DeadlineTest {

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(20);

    private static PooledDataSource open() throws SQLException {
        return PooledDataSource.builder()
                .url(TestPostgres.url())
                .user(TestPostgres.USER)
                .password(TestPostgres.PASSWORD)
                .property("poolName", "the pool")
                .maximumPoolSize(1)
                .build();
    }

    @Test
    void the_running_statement_is_cancelled_and_the_connection_stays() throws Exception {
        try (var source = open()) {
            int backend = source.withConnection(LONG, Lease::backend);
            var late = assertThrows(
                    SQLTimeoutException.class,
                    () -> source.withConnection(SHORT, c -> Lease.one(c, "SELECT pg_sleep(60)")));
            assertEquals("57014", late.getSQLState());
            assertTrue(
                    late.getMessage().contains("the pool: not done within the deadline of 300 ms"), late::getMessage);
            assertEquals(
                    "57014",
                    assertInstanceOf(SQLException.class, late.getCause()).getSQLState(),
                    "the database's");
            assertEquals(backend, source.withConnection(Lease::backend));
        }
    }

    @Test
    void work_of_many_short_statements_ends_too() throws Exception {
        try (var source = open()) {
            assertThrows(
                    SQLTimeoutException.class,
                    () -> source.withConnection(SHORT, connection -> {
                        while (true) {
                            Lease.one(connection, "SELECT pg_sleep(0.05)");
                        }
                    }));
            assertEquals(0, source.snapshot().lent());
        }
    }

    @Test
    void a_transaction_that_is_late_is_rolled_back_and_not_tried_again() throws Exception {
        try (var source = open()) {
            source.withConnection(connection -> {
                Lease.run(connection, "CREATE TABLE IF NOT EXISTS late_work (i int)");
                return null;
            });
            var tries = new int[1];
            assertThrows(
                    SQLTimeoutException.class,
                    () -> source.inTransaction(SHORT, Connection.TRANSACTION_READ_COMMITTED, 5, connection -> {
                        tries[0]++;
                        Lease.run(connection, "INSERT INTO late_work VALUES (1)");
                        return Lease.one(connection, "SELECT pg_sleep(60)");
                    }));
            assertEquals(1, tries[0]);
            assertEquals("0", source.inTransaction(LONG, 2, 0, c -> Lease.one(c, "SELECT count(*) FROM late_work")));
        }
    }

    @Test
    void waiting_for_the_connection_counts() throws Exception {
        try (var source = open();
                var other = source.getConnection()) {
            assertThrows(SQLTransientConnectionException.class, () -> source.withConnection(SHORT, Lease::backend));
            assertEquals("1", Lease.one(other, "SELECT 1"));
            assertEquals(0, source.snapshot().waiting());
        }
    }

    @Test
    void work_that_was_done_in_time_is_left_alone() throws Exception {
        try (var source = open()) {
            for (int i = 0; i < 20; i++) {
                assertEquals("7", source.withConnection(LONG, c -> Lease.one(c, "SELECT 7")));
            }
        }
    }

    @Test
    void a_deadline_that_is_none_is_refused() throws Exception {
        try (var source = open()) {
            for (var none : List.of(Duration.ZERO, Duration.ofMillis(-1))) {
                var refused =
                        assertThrows(IllegalArgumentException.class, () -> source.withConnection(none, Lease::backend));
                assertTrue(refused.getMessage().contains("deadline: " + none), refused::getMessage);
            }
        }
    }

    @Test
    void the_next_user_of_a_connection_on_which_something_was_cancelled_finds_it_asked() throws Exception {
        try (var source = open()) {
            // the validation would find a dead session, though it has answered a moment ago
            int backend = source.withConnection(Lease::backend);
            source.withConnection(connection -> {
                try (var statement = connection.createStatement()) {
                    statement.execute("SELECT 1");
                    statement.cancel();
                }
                return null;
            });
            TestPostgres.column("SELECT pg_terminate_backend(" + backend + ")");
            Until.equal(
                    List.of(), () -> TestPostgres.column("SELECT pid FROM pg_stat_activity WHERE pid = " + backend));
            assertTrue(source.withConnection(Lease::backend) != backend);
        }
    }
}
