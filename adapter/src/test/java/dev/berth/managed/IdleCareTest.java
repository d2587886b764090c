package dev.berth.managed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.Lease;
import dev.berth.SwitchedCable;
import dev.berth.TestPostgres;
import dev.berth.Until;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the timer does for idle connections, and that it is in nobody's way. */
class IdleCareTest {

    @Test
    void one_near_its_age_is_replaced_before_anybody_has_to_wait_for_it() throws Exception {
        try (var cable = SwitchedCable.to(TestPostgres.port());
                var kept = new Kept(factory -> {
                    factory.setConnectionURL("jdbc:postgresql://127.0.0.1:" + cable.port() + "/postgres");
                    factory.setMaxLifetimeJitter(0);
                })) {
            var managed = kept.open();
            int first = Kept.use(managed);
            kept.clock.advance(Duration.ofMinutes(29));
            managed.idleCare().look();
            assertEquals(first, Kept.use(managed), "too early");
            kept.clock.advance(Duration.ofSeconds(31));
            managed.idleCare().look();
            long before = cable.flights();
            assertNotEquals(first, Kept.use(managed));
            assertEquals(1, cable.flights() - before, "the statement, and no connecting");
            Until.equal(List.of(), () -> TestPostgres.column("SELECT pid FROM pg_stat_activity WHERE pid = " + first));
        }
    }

    @Test
    void a_silent_one_is_asked_and_a_dead_one_replaced() throws Exception {
        try (var cable = SwitchedCable.to(TestPostgres.port());
                var kept = new Kept(factory ->
                        factory.setConnectionURL("jdbc:postgresql://127.0.0.1:" + cable.port() + "/postgres"))) {
            var managed = kept.open();
            int first = Kept.use(managed);
            long before = cable.flights();
            kept.clock.advance(Duration.ofSeconds(119));
            managed.idleCare().look();
            assertEquals(0, cable.flights() - before);
            kept.clock.advance(Duration.ofSeconds(1));
            managed.idleCare().look();
            managed.idleCare().look();
            assertEquals(1, cable.flights() - before);
            TestPostgres.endBackend(first);
            kept.clock.advance(Duration.ofSeconds(120));
            managed.idleCare().look();
            long ready = cable.connections();
            assertNotEquals(first, Kept.use(managed));
            assertEquals(ready, cable.connections());
        }
    }

    @Test
    void none_is_asked_while_it_is_out() throws Exception {
        try (var cable = SwitchedCable.to(TestPostgres.port());
                var kept = new Kept(factory ->
                        factory.setConnectionURL("jdbc:postgresql://127.0.0.1:" + cable.port() + "/postgres"))) {
            var managed = kept.open();
            var handle = Kept.handle(managed);
            long before = cable.flights();
            kept.clock.advance(Duration.ofHours(1));
            managed.idleCare().look();
            assertEquals(0, cable.flights() - before);
            handle.close();
            managed.cleanup();
        }
    }

    @Test
    void whoever_borrows_while_a_successor_is_opened_has_the_old_one_and_the_next_user_the_successor()
            throws Exception {
        var timer = Executors.newSingleThreadExecutor();
        try (var slow = SwitchedCable.to(TestPostgres.port());
                var cable = SwitchedCable.to(TestPostgres.port());
                var kept = new Kept(factory -> {
                    factory.setConnectionURL("jdbc:postgresql://127.0.0.1:" + cable.port() + "/postgres");
                    factory.setMaxLifetimeJitter(0);
                })) {
            var managed = kept.open();
            int first = Kept.use(managed);
            cable.pointTo(slow.port());
            slow.freeze();
            kept.clock.advance(Duration.ofSeconds(1780));
            var care = timer.submit(() -> managed.idleCare().look());
            Until.equal(1L, slow::openConnections);
            var handle = Kept.handle(managed);
            assertEquals(first, Lease.backend(handle), "it waited, or opened its own");
            slow.thaw();
            care.get(20, TimeUnit.SECONDS);
            assertEquals(first, Lease.backend(handle), "taken away while it was in use");
            handle.close();
            managed.cleanup();
            long before = cable.connections();
            assertNotEquals(first, Kept.use(managed));
            assertEquals(before, cable.connections(), "the successor was put by for it");
        } finally {
            timer.shutdownNow();
        }
    }

    @Test
    void whoever_borrows_while_a_hanging_one_is_asked_opens_another() throws Exception {
        var timer = Executors.newSingleThreadExecutor();
        try (var hanging = SwitchedCable.to(TestPostgres.port());
                var cable = SwitchedCable.to(hanging.port());
                var kept = new Kept(factory ->
                        factory.setConnectionURL("jdbc:postgresql://127.0.0.1:" + cable.port() + "/postgres"))) {
            var managed = kept.open();
            int first = Kept.use(managed);
            cable.pointTo(TestPostgres.port());
            hanging.freeze();
            kept.clock.advance(Duration.ofMinutes(3));
            var care = timer.submit(() -> managed.idleCare().look());
            Until.holds(() -> managed.toString().contains("RENEWING"));
            long begin = System.nanoTime();
            int second = Kept.use(managed);
            assertNotEquals(first, second);
            assertTrue(System.nanoTime() - begin < 4_000_000_000L, "waited for the validation timeout");
            care.get(20, TimeUnit.SECONDS);
            Kept.use(managed);
        } finally {
            timer.shutdownNow();
        }
    }

    @Test
    void one_that_is_destroyed_meanwhile_leaves_nothing_open() throws Exception {
        var timer = Executors.newSingleThreadExecutor();
        try (var slow = SwitchedCable.to(TestPostgres.port());
                var cable = SwitchedCable.to(TestPostgres.port());
                var kept = new Kept(factory -> {
                    factory.setConnectionURL("jdbc:postgresql://127.0.0.1:" + cable.port() + "/postgres");
                    factory.setPoolName("destroyed-meanwhile");
                })) {
            var managed = kept.open();
            Kept.use(managed);
            cable.pointTo(slow.port());
            slow.freeze();
            kept.clock.advance(Duration.ofMinutes(31));
            var care = timer.submit(() -> managed.idleCare().look());
            Until.equal(1L, slow::openConnections);
            managed.destroy();
            slow.thaw();
            care.get(20, TimeUnit.SECONDS);
            Until.equal(
                    List.of(),
                    () -> TestPostgres.column(
                            "SELECT pid FROM pg_stat_activity WHERE application_name = 'destroyed-meanwhile'"));
        } finally {
            timer.shutdownNow();
        }
    }
}
