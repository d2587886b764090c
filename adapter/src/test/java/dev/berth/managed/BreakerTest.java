package dev.berth.managed;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.ManualClock;
import dev.berth.SwitchedCable;
import dev.berth.TestPostgres;
import dev.berth.Until;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.RetryableUnavailableException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Nobody hammers at a database that is away. */
class BreakerTest {

    private static final SQLException AWAY = new SQLException("nobody listens", "08001");

    private final ManualClock clock = new ManualClock();
    private final Breaker breaker = new Breaker("the database", 3, Duration.ofSeconds(1), clock, () -> 0);

    private void fail(int times) throws SQLException {
        for (int i = 0; i < times; i++) {
            breaker.begins();
            breaker.failed(AWAY);
        }
    }

    @Test
    void after_so_many_failures_attempts_are_refused_with_the_last_cause_and_when_to_come_back() throws Exception {
        fail(2);
        assertFalse(breaker.isOpen());
        fail(1);
        assertTrue(breaker.isOpen());
        var refused = assertThrows(NotTried.class, breaker::begins);
        assertSame(AWAY, refused.getCause());
        assertEquals("08001", refused.getSQLState());
        assertTrue(refused.getMessage().contains("Retry-After: 100 ms"), refused::getMessage);
        assertTrue(refused.getMessage().contains("nobody listens"), refused::getMessage);
    }

    @Test
    void one_at_a_time_asks_again_after_pauses_that_double_up_to_the_longest() throws Exception {
        fail(3);
        for (int pause : new int[] {100, 200, 400, 800, 1000, 1000}) {
            clock.advance(Duration.ofMillis(pause - 1));
            assertThrows(NotTried.class, breaker::begins);
            clock.advance(Duration.ofMillis(1));
            breaker.begins();
            assertThrows(NotTried.class, breaker::begins, "a second one");
            breaker.failed(AWAY);
        }
        clock.advance(Duration.ofSeconds(1));
        breaker.begins();
        breaker.succeeded();
        assertFalse(breaker.isOpen());
        fail(2);
        assertFalse(breaker.isOpen(), "it counts from nothing again");
    }

    @Test
    void a_success_in_between_starts_the_count_again() throws Exception {
        fail(2);
        breaker.begins();
        breaker.succeeded();
        fail(2);
        assertFalse(breaker.isOpen());
    }

    @Test
    void a_database_without_a_place_left_is_not_asked_again_at_once() throws Exception {
        breaker.begins();
        breaker.failed(new SQLException("too many clients", "53300"));
        assertEquals("53300", assertThrows(NotTried.class, breaker::begins).getSQLState());
    }

    @Test
    void none_that_never_opens_is_in_the_way() throws Exception {
        var never = new Breaker("the database", 0, Duration.ofSeconds(1), clock, () -> 0);
        for (int i = 0; i < 100; i++) {
            never.begins();
            never.failed(AWAY);
        }
        assertDoesNotThrow(never::begins);
    }

    @Test
    void a_borrow_fails_at_once_and_the_first_after_the_pause_finds_the_database() throws Exception {
        try (var cable = SwitchedCable.to(TestPostgres.port());
                var kept = new Kept(factory ->
                        factory.setConnectionURL("jdbc:postgresql://127.0.0.1:" + cable.port() + "/postgres"))) {
            cable.refuse();
            for (int i = 0; i < 5; i++) {
                assertThrows(ResourceException.class, kept::open);
            }
            var refused = assertThrows(RetryableUnavailableException.class, kept::open);
            assertTrue(refused.getMessage().contains("Retry-After"), refused::getMessage);
            assertTrue(kept.source.isShut());
            cable.accept();
            assertThrows(RetryableUnavailableException.class, kept::open);
            kept.clock.advance(Duration.ofMillis(100));
            Kept.use(kept.open());
            assertFalse(kept.source.isShut());
        }
    }

    @Test
    void a_refused_user_keeps_nobody_else_out() throws Exception {
        var factory = TestPostgres.factory();
        for (int i = 0; i < 20; i++) {
            assertThrows(
                    jakarta.resource.spi.SecurityException.class,
                    () -> factory.createManagedConnection(null, new RequestInfo(TestPostgres.USER, "wrong")));
        }
        factory.createManagedConnection(null, null).destroy();
    }

    @Test
    void no_more_connect_at_once_than_is_configured() throws Exception {
        var threads = Executors.newFixedThreadPool(12);
        try (var cable = SwitchedCable.to(TestPostgres.port());
                var kept = new Kept(factory -> {
                    factory.setConnectionURL("jdbc:postgresql://127.0.0.1:" + cable.port() + "/postgres");
                    factory.setConnectConcurrency(3);
                })) {
            cable.freeze();
            var opening = new ArrayList<Future<JdbcManagedConnection>>();
            for (int i = 0; i < 12; i++) {
                opening.add(threads.submit((Callable<JdbcManagedConnection>)
                        () -> kept.source.connect(kept.source.config().credentials())));
            }
            Until.equal(3L, cable::connections);
            Until.equal(9, () -> waiting());
            assertEquals(3, cable.connections());
            cable.thaw();
            for (var one : opening) {
                one.get(20, TimeUnit.SECONDS).destroy();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static int waiting() {
        return (int) Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> java.util.Arrays.stream(thread.getValue())
                        .anyMatch(frame -> frame.getMethodName().equals("waitForPlace")))
                .count();
    }
}
