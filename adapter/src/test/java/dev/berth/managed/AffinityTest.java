package dev.berth.managed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.Lease;
import dev.berth.TestPostgres;
import dev.berth.Until;
import jakarta.resource.ResourceException;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whichever managed connection the pool gives to a thread, what is below it is the session that the thread had last. */
class AffinityTest {

    private final ExecutorService other = Executors.newSingleThreadExecutor();
    private final AtomicBoolean stop = new AtomicBoolean();

    @AfterEach
    void end() {
        stop.set(true);
        other.shutdownNow();
    }

    private int elsewhere(JdbcManagedConnection managed) throws Exception {
        return other.submit(() -> Kept.use(managed)).get(20, TimeUnit.SECONDS);
    }

    @Test
    void a_thread_has_its_session_again_whichever_connection_it_is_given() throws Exception {
        try (var kept = new Kept(factory -> {})) {
            var one = kept.open();
            var two = kept.open();
            int mine = Kept.use(one);
            int others = elsewhere(two);
            assertNotEquals(mine, others);
            assertEquals(mine, Kept.use(two));
            assertEquals(others, elsewhere(one));
            assertEquals(others, elsewhere(two));
            assertEquals(mine, Kept.use(two));
        }
    }

    /** Both ask at the same moment, round for round, and each has what is the other's: one exchange is for both. */
    @Test
    void two_threads_that_get_each_others_session_at_once_both_get_their_own() throws Exception {
        try (var kept = new Kept(factory -> {})) {
            var pair = List.of(kept.open(), kept.open());
            var arrived = new AtomicInteger();
            var theirs = other.submit(() -> missed(pair, 1, arrived));
            int missed = missed(pair, 0, arrived) + theirs.get(60, TimeUnit.SECONDS);
            assertTrue(missed < ROUNDS / 4, missed + " of " + 2 * ROUNDS + " had the other's session");
        }
    }

    private static final int ROUNDS = 2_000;

    /** How often it was not the session of the time before. */
    private static int missed(List<JdbcManagedConnection> pair, int first, AtomicInteger arrived) throws Exception {
        int missed = 0;
        int last = 0;
        for (int round = 0; round < ROUNDS; round++) {
            arrived.incrementAndGet();
            await(arrived, 4 * round + 2);
            int pid = Kept.use(pair.get((first + round) % 2));
            missed += round > 0 && pid != last ? 1 : 0;
            last = pid;
            arrived.incrementAndGet(); // who has not given it back yet, has it still
            await(arrived, 4 * round + 4);
        }
        return missed;
    }

    /** Without being woken up, which takes longer than what is watched here. */
    private static void await(AtomicInteger arrived, int all) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (arrived.get() < all) {
            assertTrue(System.nanoTime() < end, "the other thread has failed, or hangs");
            Thread.onSpinWait();
        }
    }

    @Test
    void a_session_that_is_out_stays_where_it_is() throws Exception {
        try (var kept = new Kept(factory -> {})) {
            var one = kept.open();
            var two = kept.open();
            int mine = Kept.use(one);
            try (Connection theirs = other.submit(() -> Kept.handle(one)).get(20, TimeUnit.SECONDS)) {
                assertEquals(mine, Lease.backend(theirs));
                assertNotEquals(mine, Kept.use(two));
                assertEquals(mine, Lease.backend(theirs));
            }
        }
    }

    @Test
    void who_misses_a_session_that_is_out_has_it_again_later_unless_it_stays_out_for_long() throws Exception {
        try (var kept = new Kept(factory -> {})) {
            var one = kept.open();
            var two = kept.open();
            int mine = Kept.use(one);
            outWhile(one, () -> assertNotEquals(mine, Kept.use(two)));
            assertEquals(mine, Kept.use(two));
            outWhile(two, () -> {
                for (int i = 0; i < 20; i++) {
                    assertNotEquals(mine, Kept.use(one));
                }
            });
            assertNotEquals(mine, Kept.use(one));
        }
    }

    private interface Step {
        void run() throws Exception;
    }

    /** Another thread has it meanwhile. */
    private void outWhile(JdbcManagedConnection managed, Step step) throws Exception {
        try (Connection theirs = other.submit(() -> Kept.handle(managed)).get(20, TimeUnit.SECONDS)) {
            step.run();
        }
        managed.cleanup();
    }

    @Test
    void one_that_was_borrowed_for_nothing_is_still_the_threads_that_worked_in_it() throws Exception {
        try (var kept = new Kept(factory -> {})) {
            var one = kept.open();
            var two = kept.open();
            int others = elsewhere(one);
            Kept.touch(one);
            assertNotEquals(others, Kept.use(two));
            assertEquals(others, elsewhere(two));
        }
    }

    @Test
    void nor_does_one_move_that_a_successor_is_opened_for() throws Exception {
        try (var kept = new Kept(factory -> factory.setMaxLifetime(1800))) {
            var one = kept.open();
            int mine = Kept.use(one);
            kept.clock.advance(Duration.ofSeconds(1790)); // by the longest of lifetimes, whatever its jitter
            var two = kept.open();
            assertNotEquals(mine, Kept.use(two));
        }
    }

    @Test
    void nor_one_that_would_have_to_be_asked_first_where_the_other_would_not() throws Exception {
        try (var kept = new Kept(factory -> {})) {
            var one = kept.open();
            var two = kept.open();
            int mine = Kept.use(one);
            kept.clock.advance(Duration.ofSeconds(1));
            int others = elsewhere(two);
            assertEquals(others, Kept.use(two));
            assertNotEquals(mine, others);
        }
    }

    @Test
    void what_the_server_destroys_is_gone_for_its_thread_too() throws Exception {
        try (var kept = new Kept(factory -> factory.setPoolName("gone"))) {
            var one = kept.open();
            var two = kept.open();
            int mine = Kept.use(one);
            one.destroy();
            assertNotEquals(mine, Kept.use(two));
            assertEquals(
                    1,
                    TestPostgres.column("SELECT pid FROM pg_stat_activity WHERE application_name = 'gone'")
                            .size());
        }
    }

    @Test
    void nothing_is_left_open_of_one_that_is_destroyed_while_it_takes_its_threads_session() throws Exception {
        try (var kept = new Kept(factory -> factory.setPoolName("halfway"))) {
            var both = new CyclicBarrier(2);
            for (int i = 0; i < 60; i++) {
                var one = kept.source.connect(kept.source.config().credentials());
                var two = kept.source.connect(kept.source.config().credentials());
                Kept.use(one);
                var destroyed = other.submit(() -> {
                    both.await();
                    two.destroy();
                    return true;
                });
                both.await();
                takes(two);
                assertTrue(destroyed.get(20, TimeUnit.SECONDS));
                Kept.use(one); // whatever it has now, it works
                one.destroy();
            }
            Until.equal(
                    List.of(),
                    () -> TestPostgres.column("SELECT pid FROM pg_stat_activity WHERE application_name = 'halfway'"));
        }
    }

    private static void takes(JdbcManagedConnection managed) {
        try {
            Kept.handle(managed);
        } catch (ResourceException refused) {
            assertTrue(refused.getMessage().contains("DESTROYED"), refused.getMessage());
        }
    }

    /** Who is in a session, and how often nobody was. */
    private final ConcurrentHashMap<Integer, Thread> users = new ConcurrentHashMap<>();

    private final LongAdder back = new LongAdder();

    @Test
    void threads_that_take_each_others_connections_never_meet_in_a_session_and_none_is_lost() throws Exception {
        var threads = Executors.newFixedThreadPool(6);
        try (var kept = new Kept(factory -> factory.setPoolName("exchanged"))) {
            var pool = new LikeAServer(kept.source, 4);
            var timer = threads.submit(() -> {
                disturb(kept, pool);
                return true;
            });
            var work = List.of(1, 2, 3, 4).stream()
                    .map(number -> threads.submit(() -> borrow(pool)))
                    .toList();
            for (Future<Integer> each : work) {
                assertEquals(3_000, each.get(120, TimeUnit.SECONDS));
            }
            stop.set(true);
            timer.get(20, TimeUnit.SECONDS);
            pool.close();
            assertTrue(back.sum() > 3_000, "a thread had its session again " + back.sum() + " times in 12,000");
            Until.equal(
                    List.of(),
                    () -> TestPostgres.column("SELECT pid FROM pg_stat_activity WHERE application_name = 'exchanged'"));
        } finally {
            stop.set(true);
            threads.shutdownNow();
        }
    }

    private int borrow(LikeAServer pool) throws Exception {
        int[] last = {0, 0};
        while (last[1] < 3_000) {
            pool.with(connection -> {
                int pid = Lease.backend(connection);
                assertNull(users.putIfAbsent(pid, Thread.currentThread()), "somebody else is in this session");
                if (pid == last[0]) {
                    back.increment();
                }
                last[0] = pid;
                last[1]++;
                assertEquals(pid, Lease.backend(connection));
                users.remove(pid);
            });
        }
        return last[1];
    }

    /** Destroys idle ones as servers do, of which the threads' sessions may be any, and lets the timer look. */
    private void disturb(Kept kept, LikeAServer pool) throws Exception {
        var random = new Random(1);
        while (!stop.get()) {
            if (random.nextInt(20) == 0) {
                kept.clock.advance(Duration.ofMinutes(3));
                kept.source.connections().careForIdle();
            }
            var idle = pool.idle().pollLast();
            if (idle != null) {
                idle.destroy();
            }
            Thread.yield();
        }
    }
}
