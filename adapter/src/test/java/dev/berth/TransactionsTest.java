package dev.berth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.pool.FlushMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** Work that is lent a connection, in a transaction or not, now or later. */
@Timeout(60)
class TransactionsTest {

    private static PooledDataSource source;

    @BeforeAll
    static void open() throws Exception {
        source = PooledDataSource.builder()
                .url(TestPostgres.url())
                .user(TestPostgres.USER)
                .password(TestPostgres.PASSWORD)
                .maximumPoolSize(2)
                .minimumIdle(0)
                .connectionTimeout(Duration.ofSeconds(20))
                .build();
        source.withConnection(connection -> {
            Lease.run(
                    connection,
                    "CREATE TABLE IF NOT EXISTS api_work(id int PRIMARY KEY, n int)",
                    "TRUNCATE api_work",
                    "INSERT INTO api_work VALUES (1, 0), (2, 0)");
            return null;
        });
    }

    @AfterAll
    static void close() throws Exception {
        source.withConnection(connection -> {
            Lease.run(connection, "DROP TABLE api_work");
            return null;
        });
        source.close();
    }

    private static String count(int id) throws SQLException {
        return source.withConnection(
                connection -> Lease.one(connection, "SELECT count(*) FROM api_work WHERE id = " + id));
    }

    @Test
    void work_is_committed_as_a_whole() throws Exception {
        var seen = source.inTransaction(connection -> {
            assertFalse(connection.getAutoCommit());
            Lease.run(connection, "INSERT INTO api_work VALUES (10, 0)", "INSERT INTO api_work VALUES (11, 0)");
            return Lease.backend(connection);
        });
        assertEquals("1", count(10));
        assertEquals("1", count(11));
        source.withConnection(connection -> {
            assertTrue(connection.getAutoCommit());
            return assertEqualsAnd(seen, Lease.backend(connection));
        });
    }

    private static int assertEqualsAnd(int expected, int seen) {
        assertEquals(expected, seen);
        return seen;
    }

    @TestFactory
    Stream<DynamicTest> work_that_fails_is_rolled_back_whatever_it_throws() {
        return Stream.of(new SQLException("x", "22012"), new IllegalStateException("x"), new AssertionError("x"))
                .map(thrown -> DynamicTest.dynamicTest(thrown.getClass().getSimpleName(), () -> {
                    Throwable caught;
                    try (var said = new Said()) {
                        caught = assertThrows(
                                Throwable.class,
                                () -> source.inTransaction(connection -> {
                                    Lease.run(connection, "INSERT INTO api_work VALUES (20, 0)");
                                    return failing(thrown);
                                }));
                        assertEquals(List.of(), said.warnings("left open"));
                    }
                    assertSame(thrown, caught);
                    assertEquals(List.of(), List.of(caught.getSuppressed()));
                    assertEquals("0", count(20));
                    Until.equal(0, () -> source.snapshot().lent());
                }));
    }

    private static Object failing(Throwable thrown) throws SQLException {
        if (thrown instanceof SQLException sql) {
            throw sql;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) thrown;
    }

    private record Again(Exception thrown, int retries, int tries) {}

    @TestFactory
    Stream<DynamicTest> only_what_was_rolled_back_for_certain_is_tried_again() {
        return Stream.of(
                        new Again(new SQLException("x", "40001"), 3, 4),
                        new Again(new SQLException("x", "40P01"), 1, 2),
                        new Again(new SQLException("x", "40001"), 0, 1),
                        new Again(new IllegalStateException(new SQLException("x", "40001")), 2, 3),
                        new Again(new SQLException("x", "08006", new SQLException("y", "40001")), 2, 1),
                        new Again(new SQLException("x", "08007"), 2, 1),
                        new Again(new SQLException("x", "40002"), 2, 1),
                        new Again(new SQLException("x"), 2, 1),
                        new Again(new IllegalStateException("x"), 2, 1))
                .map(one -> DynamicTest.dynamicTest(one.thrown() + " with " + one.retries(), () -> {
                    var tries = new AtomicInteger();
                    var caught = assertThrows(
                            Exception.class,
                            () -> source.inTransaction(Connection.TRANSACTION_SERIALIZABLE, one.retries(), c -> {
                                tries.incrementAndGet();
                                return failing(one.thrown());
                            }));
                    assertSame(one.thrown(), caught);
                    assertEquals(one.tries(), tries.get());
                }));
    }

    @Test
    void a_real_serialization_failure_is_tried_again_and_earlier_ones_are_kept() throws Exception {
        var both = new CyclicBarrier(2);
        var threads = Executors.newFixedThreadPool(2);
        var tries = new AtomicInteger();
        SqlFunction<Integer> add = connection -> {
            var now = Lease.one(connection, "SELECT sum(n) FROM api_work WHERE id IN (1, 2)");
            if (tries.incrementAndGet() <= 2) {
                meet(both);
            }
            Lease.run(connection, "UPDATE api_work SET n = n + 1 WHERE id = 1");
            return Integer.valueOf(now);
        };
        try {
            var one = threads.submit(() -> source.inTransaction(Connection.TRANSACTION_SERIALIZABLE, 5, add));
            var other = threads.submit(() -> source.inTransaction(Connection.TRANSACTION_SERIALIZABLE, 5, add));
            assertEquals(1, one.get(30, TimeUnit.SECONDS) + other.get(30, TimeUnit.SECONDS));
            assertTrue(tries.get() >= 3, "one of them was tried again");
        } finally {
            threads.shutdownNow();
        }
        source.withConnection(connection -> {
            assertEquals(Connection.TRANSACTION_READ_COMMITTED, connection.getTransactionIsolation());
            return null;
        });
    }

    private static void meet(CyclicBarrier both) {
        try {
            both.await(20, TimeUnit.SECONDS);
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }

    @Test
    void what_failed_before_is_kept_with_the_last_failure() {
        var tries = new AtomicInteger();
        var caught = assertThrows(
                SQLException.class,
                () -> source.inTransaction(Connection.TRANSACTION_READ_COMMITTED, 2, connection -> {
                    throw new SQLException("try " + tries.incrementAndGet(), "40001");
                }));
        assertEquals("try 3", caught.getMessage());
        assertEquals("try 2", caught.getSuppressed()[0].getMessage());
        assertEquals("try 1", caught.getSuppressed()[0].getSuppressed()[0].getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () -> source.inTransaction(Connection.TRANSACTION_READ_COMMITTED, -1, connection -> null));
    }

    @Test
    void a_swallowed_failure_is_not_reported_as_a_commit() throws Exception {
        var caught = assertThrows(
                SQLException.class,
                () -> source.inTransaction(connection -> {
                    Lease.run(connection, "INSERT INTO api_work VALUES (30, 0)");
                    assertThrows(SQLException.class, () -> Lease.run(connection, "SELECT 1 / 0"));
                    return null;
                }));
        assertTrue(caught.getMessage().contains("22012"), caught::getMessage);
        assertEquals("0", count(30));
    }

    @Test
    void a_session_that_dies_at_its_commit_is_never_tried_again() throws Exception {
        var tries = new AtomicInteger();
        var caught = assertThrows(
                SQLException.class,
                () -> source.inTransaction(Connection.TRANSACTION_READ_COMMITTED, 5, connection -> {
                    tries.incrementAndGet();
                    Lease.run(connection, "INSERT INTO api_work VALUES (40, 0)");
                    TestPostgres.endBackend(Lease.backend(connection));
                    return null;
                }));
        assertTrue(caught.getSQLState().startsWith("08") || caught.getSQLState().startsWith("57"), caught::toString);
        assertEquals(1, tries.get());
        assertEquals("0", count(40));
    }

    @Test
    void an_interrupted_thread_does_not_try_again() {
        var tries = new AtomicInteger();
        try {
            assertThrows(
                    SQLException.class,
                    () -> source.inTransaction(Connection.TRANSACTION_READ_COMMITTED, 5, connection -> {
                        tries.incrementAndGet();
                        Thread.currentThread().interrupt();
                        throw new SQLException("x", "40001");
                    }));
        } finally {
            assertTrue(Thread.interrupted(), "whoever interrupted wants it to be seen");
        }
        assertEquals(1, tries.get());
    }

    // ---- later ----

    @Test
    void a_connection_comes_in_another_thread() throws Exception {
        try (var connection = source.getConnectionAsync().toCompletableFuture().get(20, TimeUnit.SECONDS)) {
            assertEquals("1", Lease.one(connection, "SELECT 1"));
        }
        var thread = source.getConnectionAsync()
                .thenApply(connection -> {
                    try (connection) {
                        return "SELECT 1 is " + Lease.one(connection, "SELECT 1");
                    } catch (SQLException failure) {
                        throw new IllegalStateException(failure);
                    }
                })
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        assertEquals("SELECT 1 is 1", thread);
        Until.equal(0, () -> source.snapshot().lent());
    }

    @Test
    void who_cancels_leaves_the_queue_and_takes_nothing_with_him() throws Exception {
        try (var small = PooledDataSource.builder()
                .url(TestPostgres.url())
                .user(TestPostgres.USER)
                .password(TestPostgres.PASSWORD)
                .maximumPoolSize(1)
                .build()) {
            var first = small.getConnection();
            var waiting = small.getConnectionAsync().toCompletableFuture();
            Until.equal(1, () -> small.snapshot().waiting());
            assertTrue(waiting.cancel(false));
            Until.equal(0, () -> small.snapshot().waiting());
            first.close();
            for (int i = 0; i < 50; i++) { // in whichever moment it is cancelled
                var some = small.getConnectionAsync().toCompletableFuture();
                if (i % 2 == 0) {
                    Thread.onSpinWait();
                }
                if (!some.cancel(true)) {
                    some.get().close();
                }
            }
            Until.equal(0, () -> small.snapshot().lent() + small.snapshot().waiting());
            small.getConnection().close();
        }
    }

    @Test
    void a_closed_pool_says_so_later_too() throws Exception {
        var closed = PooledDataSource.builder()
                .url(TestPostgres.url())
                .user(TestPostgres.USER)
                .password(TestPostgres.PASSWORD)
                .build();
        closed.close();
        var failed = assertThrows(
                ExecutionException.class,
                () -> closed.getConnectionAsync().toCompletableFuture().get(20, TimeUnit.SECONDS));
        assertEquals(
                "08003", assertInstanceOf(SQLException.class, failed.getCause()).getSQLState());
        var other = assertThrows(
                SQLException.class, () -> closed.getConnection(TestPostgres.OTHER_USER, TestPostgres.OTHER_PASSWORD));
        assertEquals("08003", other.getSQLState());
    }

    // ---- other users ----

    @Test
    void each_user_has_a_pool_that_keeps_nothing_idle_by_itself() throws Exception {
        try (var users = PooledDataSource.builder()
                .url(TestPostgres.url())
                .user(TestPostgres.USER)
                .password(TestPostgres.PASSWORD)
                .property("poolName", "two-users")
                .maximumPoolSize(3)
                .build()) {
            int backend;
            try (var one = users.getConnection(TestPostgres.OTHER_USER, TestPostgres.OTHER_PASSWORD)) {
                backend = Lease.backend(one);
            }
            try (var again = users.getConnection(TestPostgres.OTHER_USER, TestPostgres.OTHER_PASSWORD)) {
                assertEquals(backend, Lease.backend(again));
            }
            var refused = assertThrows(SQLException.class, () -> users.getConnection(TestPostgres.OTHER_USER, "wrong"));
            assertEquals("28P01", refused.getSQLState());
            users.flush(FlushMode.IDLE); // and opens what is to be idle
            Until.equal(3, () -> users.snapshot().idle());
            assertEquals(
                    List.of("0"),
                    TestPostgres.column("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'two-users'"
                            + " AND usename = '" + TestPostgres.OTHER_USER + "'"));
        }
    }
}
