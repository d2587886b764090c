package dev.berth.managed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.Configs;
import dev.berth.JdbcManagedConnectionFactory;
import dev.berth.Lease;
import dev.berth.PgBouncer;
import dev.berth.ReplicatedPostgres;
import dev.berth.SwitchedCable;
import dev.berth.TestPostgres;
import dev.berth.Until;
import jakarta.resource.ResourceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of connections whose primary is one no more: two real servers with streaming replication. */
class FailoverTest {

    private static final int THREADS = 32;

    private ReplicatedPostgres servers;

    @BeforeEach
    void start() throws Exception {
        servers = ReplicatedPostgres.start();
        try (var superuser = servers.superuser()) {
            Lease.run(superuser, "CREATE TABLE booked(id bigint PRIMARY KEY)", "GRANT ALL ON booked TO PUBLIC");
        }
        servers.awaitReplay();
    }

    @AfterEach
    void close() throws Exception {
        servers.close();
    }

    private static JdbcManagedConnectionFactory factory(String url) {
        var factory = TestPostgres.factory();
        factory.setConnectionURL(url);
        return factory;
    }

    private static ConnectionSource source(String url) {
        var factory = factory(url);
        return ConnectionSource.of(factory, Configs.of(factory));
    }

    private static void book(Connection connection, long id) throws SQLException {
        connection.setAutoCommit(false);
        Lease.run(connection, "INSERT INTO booked VALUES (" + id + ")");
        connection.commit();
    }

    @Test
    void after_a_promotion_every_thread_works_on_the_new_primary_within_seconds() throws Exception {
        var ids = new AtomicLong();
        var lastSuccess = new AtomicLongArray(THREADS);
        var failures = new AtomicLong();
        var stop = new java.util.concurrent.atomic.AtomicBoolean();
        var threads = new ArrayList<Thread>();
        try (var pool = new LikeAServer(source(servers.urlOfBoth() + "?targetServerType=primary"), 16)) {
            for (int i = 0; i < THREADS; i++) {
                int me = i;
                threads.add(new Thread(() -> {
                    while (!stop.get()) {
                        try {
                            pool.with(connection -> book(connection, ids.incrementAndGet()));
                            lastSuccess.set(me, System.nanoTime());
                        } catch (ResourceException | SQLException refused) {
                            failures.incrementAndGet();
                            Thread.onSpinWait();
                        }
                    }
                }));
            }
            threads.forEach(Thread::start);
            Until.holds(() -> IntStream.range(0, THREADS).allMatch(i -> lastSuccess.get(i) != 0));
            servers.killPrimary();
            long before = failures.get();
            Until.holds(() -> failures.get() > before + 1000);
            long promoted = servers.promoteStandby();
            Until.holds(() -> IntStream.range(0, THREADS).anyMatch(i -> lastSuccess.get(i) > promoted));
            long first = System.nanoTime();
            Until.holds(() -> IntStream.range(0, THREADS).allMatch(i -> lastSuccess.get(i) > promoted));
            long all = System.nanoTime();
            stop.set(true);
            for (var thread : threads) {
                thread.join(20_000);
            }
            System.out.printf(
                    "Failover with %d threads: first success %d ms, all %d ms after the promotion; %d refusals%n",
                    THREADS, (first - promoted) / 1_000_000, (all - promoted) / 1_000_000, failures.get());
            assertTrue(all - promoted < 15_000_000_000L);
            pool.with(connection ->
                    assertEquals("" + servers.secondPort(), Lease.one(connection, "SHOW port"), "on the old primary"));
        } finally {
            stop.set(true);
        }
    }

    @Test
    void a_host_that_accepts_and_says_nothing_is_passed_over_within_the_login_timeout() throws Exception {
        try (var silent = SwitchedCable.to(servers.primaryPort());
                var kept = new Kept(
                        factory(ReplicatedPostgres.urlOf(silent.port(), servers.primaryPort())),
                        factory -> factory.setConnectTimeout(1))) {
            silent.freeze();
            var managed = kept.open();
            try (var handle = Kept.handle(managed)) {
                Lease.run(handle, "SELECT pg_sleep(1.5)"); // longer than what a host may take to connect
            }
            managed.cleanup();
        }
    }

    @Test
    void a_refused_write_on_a_standby_moves_every_connection_to_the_primary() throws Exception {
        try (var cable = SwitchedCable.to(servers.standbyPort());
                var kept = new Kept(factory(ReplicatedPostgres.urlOf(cable.port())), factory -> {})) {
            var one = kept.open();
            var other = kept.open();
            Kept.use(other);
            refusedWrite(one);
            cable.pointTo(servers.primaryPort());
            for (var managed : List.of(one, other)) {
                try (var handle = Kept.handle(managed)) {
                    assertEquals("" + servers.primaryPort(), Lease.one(handle, "SHOW port"));
                    book(handle, System.nanoTime());
                }
                managed.cleanup();
            }
        }
    }

    @Test
    void a_session_that_the_application_made_read_only_says_nothing_about_its_server() throws Exception {
        try (var kept = new Kept(factory(ReplicatedPostgres.urlOf(servers.primaryPort())), factory -> {})) {
            var managed = kept.open();
            int first = Kept.use(managed);
            try (var handle = Kept.handle(managed)) {
                handle.setReadOnly(true);
                assertThrows(SQLException.class, () -> book(handle, 1));
            }
            managed.cleanup();
            try (var handle = Kept.handle(managed)) {
                Lease.run(handle, "SET default_transaction_read_only = on");
                assertThrows(SQLException.class, () -> book(handle, 1));
            }
            managed.cleanup();
            assertEquals(first, Kept.use(managed));
            assertEquals(0, kept.source.failover().generation());
        }
    }

    @Test
    void where_there_is_a_standby_only_it_reconnects_again_and_again_but_less_and_less() throws Exception {
        try (var kept = new Kept(factory(ReplicatedPostgres.urlOf(servers.standbyPort())), factory -> {})) {
            var managed = kept.open();
            for (int second = 0; second < 60; second++) {
                refusedWrite(managed);
                kept.clock.advance(Duration.ofSeconds(1));
            }
            assertTrue(
                    kept.source.counts().openedCount() <= 8,
                    "" + kept.source.counts().openedCount());
        }
    }

    @Test
    void a_suspect_that_turns_out_to_be_with_a_standby_is_replaced_as_is_every_other() throws Exception {
        try (var cable = SwitchedCable.to(servers.primaryPort());
                var pooler = PgBouncer.start(cable.port(), Map.of("pool_mode", "transaction"));
                var kept = new Kept(factory(pooler.url() + "?targetServerType=primary"), factory -> {
                    factory.setPoolerMode("transaction");
                    factory.setConnectTimeout(1);
                })) {
            var one = kept.open();
            var other = kept.open();
            Kept.use(one);
            Kept.use(other);
            cable.pointTo(servers.standbyPort());
            cutBehind(pooler, cable);
            kept.clock.advance(Duration.ofSeconds(1));
            assertThrows(ResourceException.class, () -> Kept.handle(one));
            assertEquals(1, kept.source.failover().generation());
            cable.pointTo(servers.primaryPort());
            cutBehind(pooler, cable);
            kept.clock.advance(Duration.ofSeconds(1));
            long before = kept.source.counts().replacedCount();
            Kept.use(other);
            assertEquals(before + 1, kept.source.counts().replacedCount());
        }
    }

    /** The pooler's sessions go, and it knows; its clients stay. */
    private static void cutBehind(PgBouncer pooler, SwitchedCable cable) throws Exception {
        cable.cut();
        Until.equal(List.of(), () -> pooler.column("SHOW SERVERS", 1));
    }

    private static void refusedWrite(JdbcManagedConnection managed) throws Exception {
        try (var handle = Kept.handle(managed)) {
            var refused = assertThrows(SQLException.class, () -> book(handle, 1));
            assertEquals("25006", refused.getSQLState());
        }
        managed.cleanup();
    }
}
