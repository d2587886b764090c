package dev.berth;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.resource.NotSupportedException;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Behind a real PgBouncer that gives each transaction another session. */
class PoolerModeTest {

    private static final int THREADS = 16;
    private static final int ROUNDS = 60;

    private static PgBouncer bouncer;

    @BeforeAll
    static void start() throws Exception {
        TestPostgres.asSuperuser(
                "CREATE TABLE pooled (who int, round int, pid int, xact text)", "GRANT ALL ON pooled TO PUBLIC");
        bouncer = PgBouncer.start(
                TestPostgres.port(),
                Map.of("pool_mode", "transaction", "default_pool_size", "2", "ignore_startup_parameters", ""));
    }

    @AfterAll
    static void stop() throws Exception {
        if (bouncer != null) {
            bouncer.close();
        }
    }

    private static JdbcManagedConnectionFactory factory() {
        var factory = TestPostgres.factory();
        factory.setConnectionURL(bouncer.url());
        factory.setPoolerMode("transaction");
        factory.setTrustWindow(0); // a validation with each borrow
        factory.setConnectConcurrency(16);
        return factory;
    }

    @Test
    void sixteen_threads_over_two_sessions_get_nothing_mixed_up() throws Exception {
        var backends = new ArrayList<Set<String>>();
        var threads = Executors.newFixedThreadPool(THREADS);
        try {
            var work = IntStream.range(0, THREADS)
                    .<Callable<Set<String>>>mapToObj(who -> () -> user(who))
                    .toList();
            for (var done : threads.invokeAll(work, 80, TimeUnit.SECONDS)) {
                backends.add(done.get());
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals(
                List.of(Integer.toString(THREADS * ROUNDS)),
                TestPostgres.column("SELECT count(*) FROM pooled WHERE xact = 'committed'"));
        assertEquals(
                List.of(),
                TestPostgres.column("SELECT who FROM pooled WHERE xact <> 'committed'"),
                "what was rolled back");
        assertEquals(
                List.of(Integer.toString(THREADS)),
                TestPostgres.column("SELECT count(*) FROM (SELECT who FROM pooled GROUP BY who"
                        + " HAVING count(DISTINCT round) = " + ROUNDS + ") each"));
        assertTrue(
                backends.stream().flatMap(Set::stream).distinct().count() <= 2,
                () -> "more sessions than there are: " + backends);
        assertEquals(
                List.of("0"),
                TestPostgres.column("SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'"
                        + " AND application_name LIKE 'berth%'"));
    }

    /** One user: a transaction, one that is rolled back, prepared statements, autocommit, a validation with each borrow. */
    private static Set<String> user(int who) throws Exception {
        var seen = new java.util.HashSet<String>();
        try (var lease = new Lease(factory())) {
            for (int round = 0; round < ROUNDS; round++) {
                try (var handle = lease.handle()) {
                    assertTrue(handle.isValid(5));
                    seen.add(transaction(handle, who, round, "committed"));
                    handle.commit();
                    transaction(handle, who, round, "rolled back");
                    handle.rollback();
                    handle.setAutoCommit(true);
                    assertEquals(who + "/" + round, echo(handle, who + "/" + round));
                }
                lease.managed.cleanup();
            }
        }
        return seen;
    }

    private static String transaction(Connection handle, int who, int round, String text) throws SQLException {
        handle.setAutoCommit(false);
        Lease.run(handle, "SET LOCAL statement_timeout = " + (30_000 + who));
        try (var insert = handle.prepareStatement("INSERT INTO pooled VALUES (?, ?, pg_backend_pid(), ?)")) {
            insert.setInt(1, who);
            insert.setInt(2, round);
            insert.setString(3, text);
            assertEquals(1, insert.executeUpdate());
        }
        assertEquals(
                30_000 + who + "ms",
                Lease.one(handle, "SHOW statement_timeout").replace("30s", "30000ms"),
                "another's transaction");
        var pids = Lease.one(
                handle,
                "SELECT string_agg(DISTINCT pid::text, ',') || ',' || pg_backend_pid() FROM pooled WHERE who = " + who
                        + " AND round = " + round + " AND xact = '" + text + "'");
        var both = pids.split(",");
        assertEquals(both[0], both[both.length - 1], "two sessions in one transaction");
        return both[0];
    }

    private static String echo(Connection handle, String text) throws SQLException {
        try (var statement = handle.prepareStatement("SELECT ?::text, pg_sleep(0)")) {
            statement.setString(1, text);
            try (var rows = statement.executeQuery()) {
                return rows.next() ? rows.getString(1) : null;
            }
        }
    }

    // ---- what is refused ----

    private interface Act {
        void on(Connection connection) throws Exception;
    }

    private static final Map<String, Act> REFUSED = Map.ofEntries(
            sql("SET search_path = x"),
            sql("SET SESSION statement_timeout = 1"),
            sql("SET ROLE x"),
            sql("RESET ALL"),
            sql("DISCARD ALL"),
            sql("SELECT set_config('search_path', 'x', false)"),
            sql("SELECT set_config('a.x', 'true', true), set_config('a.y', 'true', false)"),
            sql("CREATE TEMP TABLE t (i int)"),
            sql("CREATE TEMP TABLE t (i int) ON COMMIT DELETE ROWS"),
            sql("SELECT 1 AS i INTO TEMP t"),
            sql("SELECT pg_advisory_lock(1)"),
            sql("SELECT pg_try_advisory_lock_shared(1)"),
            sql("LISTEN x"),
            sql("PREPARE x AS SELECT 1"),
            sql("DECLARE c CURSOR WITH HOLD FOR SELECT 1"),
            sql("LOAD 'auto_explain'"),
            sql("SET LOCAL lock_timeout = 1; SET lock_timeout = 2"),
            Map.entry("prepared", c -> c.prepareStatement("SET search_path = x")),
            Map.entry("in a batch", c -> c.createStatement().addBatch("LISTEN x")),
            Map.entry("setSchema", c -> c.setSchema("public")),
            Map.entry("setTransactionIsolation", c -> c.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE)),
            Map.entry("setClientInfo", c -> c.setClientInfo("ApplicationName", "x")));

    private static Map.Entry<String, Act> sql(String sql) {
        return Map.entry(sql, c -> Lease.run(c, sql));
    }

    @TestFactory
    Stream<DynamicTest> what_would_stay_in_the_session_is_refused_and_the_session_works_on() {
        return REFUSED.entrySet().stream()
                .map(one -> DynamicTest.dynamicTest(one.getKey(), () -> {
                    try (var lease = new Lease(factory());
                            var handle = lease.handle()) {
                        var refused = assertThrows(
                                SQLException.class, () -> one.getValue().on(handle));
                        assertEquals("0A000", refused.getSQLState(), refused::getMessage);
                        assertTrue(refused.getMessage().contains("poolerMode=transaction"), refused::getMessage);
                        assertTrue(refused.getMessage().contains("SET LOCAL"), refused::getMessage);
                        assertEquals("1", Lease.one(handle, "SELECT 1"));
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> what_ends_with_the_transaction_works() {
        return Stream.of(
                        "SET LOCAL search_path = public",
                        "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE",
                        "SELECT set_config('app.tenant', 'a,b)(', true)",
                        "SELECT set_config('app.tenant', coalesce(NULL, 'x'), true), current_setting('app.tenant')",
                        "CREATE TEMP TABLE dropped (i int) ON COMMIT DROP",
                        "CREATE TEMPORARY TABLE dropped ON COMMIT DROP AS SELECT 1 AS i",
                        "SELECT pg_advisory_xact_lock(4713)",
                        "NOTIFY pooled",
                        "DECLARE c CURSOR FOR SELECT 1",
                        "DO 'BEGIN PERFORM 1; END'",
                        "LOCK TABLE pooled IN SHARE MODE")
                .map(sql -> DynamicTest.dynamicTest(sql, () -> {
                    try (var lease = new Lease(factory());
                            var handle = lease.handle()) {
                        handle.setAutoCommit(false);
                        Lease.run(handle, sql);
                        handle.commit();
                        handle.setAutoCommit(true);
                        assertEquals("\"$user\", public", Lease.one(handle, "SHOW search_path"));
                    }
                }));
    }

    @Test
    void xa_is_refused_and_local_transactions_are_offered() throws Exception {
        var factory = factory();
        assertEquals(TransactionSupportLevel.LocalTransaction, factory.getTransactionSupport());
        try (var lease = new Lease(factory)) {
            assertThrows(NotSupportedException.class, lease.managed::getXAResource);
            var local = lease.managed.getLocalTransaction();
            local.begin();
            try (var handle = lease.handle()) {
                Lease.run(handle, "SELECT 1");
                var refused = assertThrows(
                        SQLFeatureNotSupportedException.class, () -> Lease.run(handle, "SET lock_timeout = 1"));
                assertEquals("0A000", refused.getSQLState());
            }
            local.commit();
            assertDoesNotThrow(lease.managed::cleanup);
        }
    }

    @Test
    void nothing_is_sent_to_set_up_or_to_clean_a_session_nor_prepared_in_it() throws Exception {
        try (var cable = SwitchedCable.to(bouncer.port())) {
            var factory = factory();
            factory.setConnectionURL("jdbc:postgresql://127.0.0.1:" + cable.port() + "/postgres");
            factory.setPoolName("pooled name");
            factory.setTrustWindow(500);
            try (var lease = new Lease(factory)) {
                long before = cable.flights();
                try (var handle = lease.handle()) {
                    for (int i = 0; i < 10; i++) {
                        assertEquals("x", echo(handle, "x"));
                    }
                    assertEquals(
                            "pooled name",
                            Lease.one(handle, "SHOW application_name"),
                            "PgBouncer keeps the name for its client");
                    assertEquals("0", Lease.one(handle, "SELECT count(*) FROM pg_prepared_statements"));
                    handle.setNetworkTimeout(Runnable::run, 10_000);
                    handle.setHoldability(java.sql.ResultSet.HOLD_CURSORS_OVER_COMMIT);
                }
                lease.managed.cleanup();
                assertEquals(12, cable.flights() - before);
                try (var handle = lease.handle()) {
                    assertEquals(0, handle.getNetworkTimeout());
                }
            }
        }
    }

    @Test
    void validation_is_an_empty_query_and_finds_a_pooler_that_is_gone() throws Exception {
        try (var own = PgBouncer.start("transaction")) {
            var factory = factory();
            factory.setConnectionURL(own.url());
            try (var lease = new Lease(factory)) {
                assertEquals(Set.of(), factory.getInvalidConnections(Set.of(lease.managed)));
                own.close();
                assertEquals(Set.of(lease.managed), factory.getInvalidConnections(Set.of(lease.managed)));
            }
        }
    }

    @Test
    void in_session_mode_a_session_is_ones_own() throws Exception {
        try (var own = PgBouncer.start("session")) {
            var factory = TestPostgres.factory();
            factory.setConnectionURL(own.url());
            factory.setPoolerMode("session");
            factory.setSchema("pg_catalog");
            assertEquals(TransactionSupportLevel.XATransaction, factory.getTransactionSupport());
            try (var lease = new Lease(factory)) {
                try (var handle = lease.handle()) {
                    assertEquals("pg_catalog", Lease.one(handle, "SHOW search_path"));
                    Lease.run(handle, "SET search_path = public", "SELECT pg_advisory_lock(4714)");
                }
                lease.managed.cleanup();
                try (var handle = lease.handle()) {
                    assertEquals("pg_catalog", Lease.one(handle, "SHOW search_path"));
                    assertFalse(
                            Lease.one(handle, "SELECT pg_advisory_unlock(4714)").equals("t"));
                }
            }
        }
    }

    @Test
    void in_session_mode_what_the_driver_brought_outlives_a_reset() throws Exception {
        var here = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Apia"));
        try (var own = PgBouncer.start("session")) {
            for (var reset : List.of("session", "discard")) {
                var factory = TestPostgres.factory();
                factory.setConnectionURL(own.url());
                factory.setPoolerMode("session");
                factory.setReset(reset);
                var probe = "SELECT concat_ws(' ', current_setting('TimeZone'), current_setting('DateStyle'),"
                        + " current_setting('client_encoding'), current_setting('extra_float_digits'),"
                        + " current_setting('application_name'))";
                try (var lease = new Lease(factory)) {
                    String first;
                    try (var handle = lease.handle()) {
                        first = Lease.one(handle, probe);
                        assertTrue(first.startsWith("Pacific/Apia ISO"), first);
                        Lease.run(handle, "SET TimeZone = 'Europe/Paris'", "SET application_name = 'other'");
                    }
                    lease.managed.cleanup();
                    try (var handle = lease.handle()) {
                        assertEquals(first, Lease.one(handle, probe), reset);
                    }
                }
            }
        } finally {
            TimeZone.setDefault(here);
        }
    }
}
