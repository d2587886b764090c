package dev.berth.managed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.JdbcManagedConnectionFactory;
import dev.berth.Lease;
import dev.berth.SwitchedCable;
import dev.berth.TestPostgres;
import dev.berth.dialect.BranchId;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.CommException;
import jakarta.resource.spi.ConnectionEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.Test;

/** The physical connection is asked and replaced underneath, where it must be and only there. */
class UpkeepTest {

    private static final Duration WINDOW = Duration.ofMillis(501);

    private static void overCable(JdbcManagedConnectionFactory factory, SwitchedCable cable) {
        factory.setConnectionURL("jdbc:postgresql://127.0.0.1:" + cable.port() + "/postgres");
    }

    @Test
    void a_dead_one_is_replaced_underneath_and_the_pool_never_notices() throws Exception {
        try (var kept = new Kept(factory -> {})) {
            var managed = kept.open();
            var resource = managed.getXAResource();
            int first = Kept.use(managed);
            var listener = kept.listenTo(managed);
            TestPostgres.endBackend(first);
            kept.clock.advance(WINDOW);
            int second = Kept.use(managed);
            assertNotEquals(first, second);
            assertSame(resource, managed.getXAResource());
            assertEquals(List.of(ConnectionEvent.CONNECTION_CLOSED), listener.ids());
            assertEquals(1, kept.source.counts().replacedCount());
        }
    }

    @Test
    void the_pools_own_question_replaces_it_too() throws Exception {
        try (var kept = new Kept(factory -> {})) {
            var managed = kept.open();
            int first = Kept.use(managed);
            TestPostgres.endBackend(first);
            kept.clock.advance(WINDOW);
            assertTrue(managed.isValid());
            assertNotEquals(first, Kept.use(managed));
        }
    }

    @Test
    void a_question_costs_a_round_trip_only_after_the_trust_window() throws Exception {
        try (var cable = SwitchedCable.to(TestPostgres.port());
                var kept = new Kept(factory -> overCable(factory, cable))) {
            var managed = kept.open();
            Kept.use(managed);
            long before = cable.flights();
            assertTrue(managed.isValid());
            Kept.touch(managed);
            assertEquals(0, cable.flights() - before);
            Kept.use(managed);
            assertEquals(1, cable.flights() - before);
            kept.clock.advance(WINDOW);
            assertTrue(managed.isValid());
            assertEquals(2, cable.flights() - before);
            Kept.touch(managed);
            assertEquals(2, cable.flights() - before, "the pool has asked already");
        }
    }

    @Test
    void a_borrow_that_sent_nothing_earns_no_trust() throws Exception {
        try (var cable = SwitchedCable.to(TestPostgres.port());
                var kept = new Kept(factory -> overCable(factory, cable))) {
            var managed = kept.open();
            long before = cable.flights();
            kept.clock.advance(Duration.ofMillis(300));
            Kept.touch(managed);
            kept.clock.advance(Duration.ofMillis(300));
            Kept.touch(managed);
            assertEquals(1, cable.flights() - before);
        }
    }

    @Test
    void with_a_window_of_zero_each_borrow_asks() throws Exception {
        try (var cable = SwitchedCable.to(TestPostgres.port());
                var kept = new Kept(factory -> {
                    overCable(factory, cable);
                    factory.setTrustWindow(0);
                })) {
            var managed = kept.open();
            long before = cable.flights();
            Kept.touch(managed);
            Kept.touch(managed);
            assertEquals(2, cable.flights() - before);
        }
    }

    @Test
    void one_that_died_makes_the_others_suspect_and_closes_none_of_them() throws Exception {
        try (var kept = new Kept(factory -> {})) {
            var dead = kept.open();
            var deadToo = kept.open();
            var alive = kept.open();
            int second;
            int third;
            try (Connection one = Kept.handle(dead);
                    Connection two = Kept.handle(deadToo);
                    Connection three = Kept.handle(alive)) { // at once: so that each session stays its own's
                second = Lease.backend(two);
                third = Lease.backend(three);
                TestPostgres.endBackend(Lease.backend(one));
            }
            dead.cleanup();
            deadToo.cleanup();
            alive.cleanup();
            TestPostgres.endBackend(second);
            try (var handle = Kept.handle(dead)) {
                assertThrows(SQLException.class, () -> Lease.backend(handle));
            }
            // well within the window of both others: the clock has not even moved
            assertNotEquals(second, Kept.use(deadToo));
            assertEquals(third, Kept.use(alive));
        }
    }

    @Test
    void one_that_has_reached_its_age_is_replaced_when_it_is_borrowed() throws Exception {
        try (var kept = new Kept(factory -> {})) {
            var managed = kept.open();
            int first = Kept.use(managed);
            kept.clock.advance(Duration.ofMinutes(26)); // a tenth of the 30 may be taken off
            assertEquals(first, Kept.use(managed));
            kept.clock.advance(Duration.ofMinutes(4));
            assertNotEquals(first, Kept.use(managed));
            assertEquals(
                    List.of(),
                    TestPostgres.column("SELECT pid FROM pg_stat_activity WHERE pid = " + first),
                    "left open");
        }
    }

    @Test
    void lifetimes_of_connections_opened_together_are_spread() throws Exception {
        try (var kept = new Kept(factory -> factory.setMaxLifetimeJitter(20))) {
            var ages = new java.util.TreeSet<Long>();
            for (int i = 0; i < 20; i++) {
                var vintage = kept.source.openPhysical(kept.source.config().credentials());
                ages.add(Duration.ofNanos(vintage.vintage().retiresAt() - kept.clock.getAsLong())
                        .toSeconds());
                vintage.close();
            }
            assertTrue(ages.first() >= 1440 && ages.last() <= 1800, ages::toString);
            assertTrue(ages.last() - ages.first() > 60, ages::toString);
        }
    }

    @Test
    void work_in_a_branch_is_never_taken_to_another_session() throws Exception {
        try (var kept = new Kept(factory -> {})) {
            var managed = kept.open();
            var xa = managed.getXAResource();
            var xid = new BranchId(1, new byte[] {1}, new byte[] {2});
            xa.start(xid, XAResource.TMNOFLAGS);
            var handle = Kept.handle(managed);
            int first = Lease.backend(handle);
            kept.clock.advance(Duration.ofHours(1));
            managed.idleCare().look();
            var second = Kept.handle(managed);
            assertEquals(first, Lease.backend(second));
            managed.idleCare().look();
            xa.end(xid, XAResource.TMSUCCESS);
            managed.idleCare().look();
            xa.commit(xid, true);
            handle.close();
            second.close();
            managed.cleanup();
            assertNotEquals(first, Kept.use(managed));
        }
    }

    @Test
    void a_branch_that_starts_before_the_handle_begins_on_a_fit_connection() throws Exception {
        try (var kept = new Kept(factory -> {})) {
            var managed = kept.open();
            TestPostgres.endBackend(Kept.use(managed));
            kept.clock.advance(WINDOW);
            var xa = managed.getXAResource();
            var xid = new BranchId(1, new byte[] {1}, new byte[] {3});
            xa.start(xid, XAResource.TMNOFLAGS);
            try (var handle = Kept.handle(managed)) {
                Lease.backend(handle);
            }
            xa.end(xid, XAResource.TMSUCCESS);
            xa.commit(xid, true);
            managed.cleanup();
            managed.getLocalTransaction().begin();
            managed.getLocalTransaction().commit();
        }
    }

    @Test
    void where_none_can_be_had_the_borrow_fails_and_the_pool_destroys_it() throws Exception {
        try (var cable = SwitchedCable.to(TestPostgres.port());
                var kept = new Kept(factory -> overCable(factory, cable))) {
            var managed = kept.open();
            Kept.use(managed);
            var listener = kept.listenTo(managed);
            cable.refuse();
            cable.cut();
            kept.clock.advance(WINDOW);
            var refused = assertThrows(ResourceException.class, () -> Kept.handle(managed));
            assertTrue(refused.getErrorCode().startsWith("08"), refused::toString);
            assertEquals(List.of(), listener.ids(), "a planned check is no error of the pool's");
            assertThrows(CommException.class, managed::cleanup);
            assertFalse(managed.isValid());
        }
    }

    @Test
    void one_whose_age_is_reached_is_kept_where_no_other_can_be_opened() throws Exception {
        try (var cable = SwitchedCable.to(TestPostgres.port());
                var kept = new Kept(factory -> overCable(factory, cable))) {
            var managed = kept.open();
            int first = Kept.use(managed);
            cable.refuse();
            kept.clock.advance(Duration.ofMinutes(31));
            assertEquals(first, Kept.use(managed));
            managed.idleCare().look();
            assertEquals(first, Kept.use(managed));
            cable.accept();
            kept.clock.advance(Duration.ofSeconds(11));
            assertNotEquals(first, Kept.use(managed));
        }
    }

    @Test
    void at_the_limit_of_the_role_the_old_one_makes_place() throws Exception {
        TestPostgres.asSuperuser(
                "DROP ROLE IF EXISTS narrow", "CREATE ROLE narrow LOGIN PASSWORD 'n' CONNECTION LIMIT 1");
        try (var kept = new Kept(factory -> {
            factory.setUserName("narrow");
            factory.setPassword("n");
        })) {
            var managed = kept.open();
            int first = Kept.use(managed);
            kept.clock.advance(Duration.ofMinutes(31));
            int second = Kept.use(managed);
            assertNotEquals(first, second);
            kept.clock.advance(Duration.ofMinutes(31));
            managed.idleCare().look();
            kept.clock.advance(Duration.ofSeconds(5));
            assertNotEquals(second, Kept.use(managed));
        }
    }

    @Test
    void the_set_of_invalid_ones_is_empty_where_they_could_be_replaced() throws Exception {
        var factory = TestPostgres.factory();
        factory.setTrustWindow(0);
        var managed = (JdbcManagedConnection) factory.createManagedConnection(null, null);
        try {
            TestPostgres.endBackend(Kept.use(managed));
            assertEquals(Set.of(), factory.getInvalidConnections(Set.of(managed)));
            Kept.use(managed);
        } finally {
            managed.destroy();
        }
    }
}
