package dev.berth.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.Until;
import dev.berth.pool.FakeFactory.Fake;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.SecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lending and taking back, over connections that keep account. */
@Timeout(60)
class PoolTest {

    private record Someone(String name) implements ConnectionRequestInfo {}

    private static final Someone USUAL = new Someone("usual");

    private final FakeFactory factory = new FakeFactory();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private PoolingConnectionManager pool;

    private void open(int most, int overflow, long timeout, int maxWaiting) {
        pool = new PoolingConnectionManager(
                new PoolConfig(
                        "the pool",
                        most,
                        0,
                        overflow,
                        Duration.ofMillis(timeout),
                        maxWaiting,
                        Duration.ZERO,
                        Duration.ofMillis(50),
                        false,
                        PoolMode.POOLED,
                        4),
                factory,
                USUAL);
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        pool.close();
        assertEquals(0, factory.open.get(), "left open");
        assertEquals(0, factory.lentTwice.get(), "lent to two at once");
    }

    private Fake borrow() throws ResourceException {
        return (Fake) pool.allocateConnection(factory, USUAL);
    }

    @Test
    void one_that_came_back_is_lent_again() throws Exception {
        open(2, 0, 5_000, -1);
        var first = borrow();
        first.close();
        assertSame(first, borrow());
        assertEquals(1, factory.opened.get());
        assertEquals(2, pool.snapshot().borrows());
    }

    @Test
    void never_more_than_the_maximum_and_who_waits_in_vain_is_told_why() throws Exception {
        open(1, 0, 100, -1);
        borrow();
        var refused = assertThrows(ResourceException.class, this::borrow);
        assertEquals("53300", refused.getErrorCode());
        for (var part : new String[] {
            "the pool",
            "1 lent of 1",
            "0 idle",
            "ms",
            "lent to " + Thread.currentThread().getName() + " for "
        }) {
            assertTrue(refused.getMessage().contains(part), refused::getMessage);
        }
        assertEquals(1, pool.snapshot().timeouts());
    }

    @Test
    void whoever_waits_gets_the_next_that_comes_back() throws Exception {
        open(1, 0, 20_000, -1);
        var first = borrow();
        var waiting = threads.submit(this::borrow);
        Until.equal(1, () -> pool.snapshot().waiting());
        first.close();
        assertSame(first, waiting.get(10, TimeUnit.SECONDS));
    }

    @Test
    void nobody_waits_where_nobody_may() throws Exception {
        open(1, 0, 20_000, 0);
        borrow();
        assertTrue(
                assertThrows(ResourceException.class, this::borrow).getMessage().contains("maxWaiting 0"));
    }

    @Test
    void overflow_is_closed_when_it_comes_back() throws Exception {
        open(1, 1, 20_000, -1);
        var first = borrow();
        var second = borrow();
        second.close();
        Until.equal(1, () -> pool.snapshot().size());
        first.close();
        assertSame(first, borrow());
    }

    @Test
    void a_broken_one_is_closed_and_another_opened_for_whoever_waits() throws Exception {
        open(1, 0, 20_000, -1);
        var first = borrow();
        var waiting = threads.submit(this::borrow);
        Until.equal(1, () -> pool.snapshot().waiting());
        first.fail();
        assertNotSame(first, waiting.get(10, TimeUnit.SECONDS));
        assertTrue(first.isDestroyed());
    }

    @Test
    void one_that_cannot_be_made_clean_is_closed() throws Exception {
        open(1, 0, 20_000, -1);
        var first = borrow();
        factory.dirty = true;
        first.close();
        factory.dirty = false;
        assertTrue(first.isDestroyed());
        assertNotSame(first, borrow());
    }

    @Test
    void a_refused_user_is_told_at_once() {
        open(1, 0, 20_000, -1);
        factory.onOpen = () -> {
            throw new SecurityException("wrong password", "28P01");
        };
        var refused = assertThrows(ResourceException.class, this::borrow);
        assertEquals("28P01", refused.getErrorCode());
        assertTrue(refused.getMessage().contains("wrong password"), refused::getMessage);
    }

    @Test
    void connecting_is_tried_again_while_somebody_waits() throws Exception {
        open(1, 0, 20_000, -1);
        var attempts = new AtomicInteger();
        factory.onOpen = () -> {
            if (attempts.incrementAndGet() < 4) {
                throw new Exception("away");
            }
            return null;
        };
        borrow();
        assertEquals(4, attempts.get());
        assertEquals(3, pool.snapshot().failed());
    }

    @Test
    void one_that_hangs_while_it_connects_holds_up_nobody_else() throws Exception {
        open(2, 0, 20_000, -1);
        var first = borrow();
        var hanging = new CountDownLatch(1);
        factory.onOpen = () -> {
            hanging.await();
            return null;
        };
        var waiting = threads.submit(this::borrow);
        Until.equal(1, () -> pool.snapshot().waiting());
        first.close();
        assertSame(first, waiting.get(10, TimeUnit.SECONDS));
        hanging.countDown();
        Until.equal(2, () -> pool.snapshot().size());
    }

    @Test
    void nobody_connects_who_borrows() throws Exception {
        open(2, 0, 20_000, -1);
        var connecting = ConcurrentHashMap.<String>newKeySet();
        factory.onOpen = () -> {
            connecting.add(Thread.currentThread().getName());
            return null;
        };
        borrow();
        var other = borrow();
        other.fail(); // which opens none in the caller's thread either
        borrow();
        assertEquals(Set.of("the pool connects"), connecting);
    }

    @Test
    void an_interrupted_borrower_gives_up_and_leaves_the_pool_in_order() throws Exception {
        open(1, 0, 20_000, -1);
        var first = borrow();
        var thread = new Thread(() -> assertThrows(ResourceException.class, this::borrow));
        thread.start();
        Until.equal(1, () -> pool.snapshot().waiting());
        thread.interrupt();
        thread.join(10_000);
        assertFalse(thread.isAlive());
        first.close();
        assertSame(first, borrow());
    }

    @Test
    void closing_tells_those_who_wait_and_waits_for_those_who_have_one() throws Exception {
        open(1, 0, 20_000, -1);
        var first = borrow();
        var waiting = threads.submit(() -> assertThrows(ResourceException.class, this::borrow));
        Until.equal(1, () -> pool.snapshot().waiting());
        var closing = threads.submit(() -> pool.close(Duration.ofSeconds(20)));
        assertEquals("08003", waiting.get(10, TimeUnit.SECONDS).getErrorCode());
        assertFalse(first.isDestroyed());
        first.close();
        closing.get(10, TimeUnit.SECONDS);
        assertTrue(first.isDestroyed());
        assertThrows(ResourceException.class, this::borrow);
    }

    @Test
    void each_way_of_flushing_closes_what_it_says() throws Exception {
        open(3, 0, 20_000, -1);
        var lent = borrow();
        var idle = borrow();
        var sick = borrow();
        idle.close();
        sick.close();
        sick.invalid = true;
        pool.flush(FlushMode.INVALID);
        assertTrue(sick.isDestroyed() && !idle.isDestroyed());
        pool.flush(FlushMode.IDLE);
        assertTrue(idle.isDestroyed() && !lent.isDestroyed());
        pool.flush(FlushMode.GRACEFULLY);
        assertFalse(lent.isDestroyed());
        lent.close();
        assertTrue(lent.isDestroyed());
        var again = borrow();
        pool.flush(FlushMode.ALL);
        assertTrue(again.isDestroyed());
    }

    @Test
    void a_suspended_pool_lends_again_when_it_is_resumed() throws Exception {
        open(1, 0, 20_000, -1);
        pool.suspend();
        var waiting = threads.submit(this::borrow);
        Until.holds(() -> stacksWith(Suspension.class) == 1);
        assertEquals(0, factory.opened.get());
        pool.resume();
        waiting.get(10, TimeUnit.SECONDS);
    }

    @Test
    void what_was_waited_for_the_end_of_a_suspension_counts() throws Exception {
        open(1, 0, 1_000, -1);
        borrow();
        pool.suspend();
        long begin = System.nanoTime();
        var waiting = threads.submit(this::borrow);
        Until.holds(() -> stacksWith(Suspension.class) == 1 && System.nanoTime() - begin > 600_000_000);
        pool.resume();
        var late = assertThrows(java.util.concurrent.ExecutionException.class, () -> waiting.get(10, TimeUnit.SECONDS));
        var waited = java.util.regex.Pattern.compile("within (\\d+) ms")
                .matcher(late.getCause().getMessage());
        assertTrue(waited.find() && Integer.parseInt(waited.group(1)) < 900, late::toString);
    }

    private static long stacksWith(Class<?> type) {
        return Thread.getAllStackTraces().values().stream()
                .filter(stack -> java.util.Arrays.stream(stack)
                        .anyMatch(frame -> frame.getClassName().equals(type.getName())))
                .count();
    }

    @Test
    void a_pool_that_nobody_uses_does_nothing() throws Exception {
        pool = new PoolingConnectionManager(config(2, 8, Duration.ofMillis(50)), factory, USUAL);
        Until.equal(2, () -> pool.snapshot().idle());
        Until.holds(pool::isAtRest);
        var lent = new ArrayList<Fake>();
        for (int i = 0; i < 4; i++) {
            lent.add(borrow());
        }
        Until.equal(2, () -> pool.snapshot().idle()); // the minimum, besides those that are lent
        for (var one : lent) {
            one.close();
        }
        Until.equal(2, () -> pool.snapshot().size()); // what is too much goes
        Until.holds(pool::isAtRest);
    }

    @Test
    void one_that_could_not_be_opened_is_opened_later_though_nobody_waits() throws Exception {
        factory.onOpen = () -> {
            factory.onOpen = () -> null;
            throw new jakarta.resource.spi.CommException("not yet", "08001");
        };
        pool = new PoolingConnectionManager(config(1, 1, Duration.ZERO), factory, USUAL);
        Until.equal(1, () -> pool.snapshot().idle());
        Until.holds(pool::isAtRest);
    }

    private static PoolConfig config(int idle, int most, Duration idleTimeout) {
        return new PoolConfig(
                "the pool",
                most,
                idle,
                0,
                Duration.ofSeconds(20),
                -1,
                idleTimeout,
                Duration.ofMillis(50),
                false,
                PoolMode.POOLED,
                4);
    }

    @Test
    void each_identity_has_its_own() throws Exception {
        open(1, 0, 20_000, -1);
        var usual = borrow();
        var other = (Fake) pool.allocateConnection(factory, new Someone("other"));
        assertNotSame(usual, other);
        other.close();
        assertSame(other, pool.allocateConnection(factory, new Someone("other")));
    }

    @Test
    void a_pool_of_an_identity_that_nobody_uses_goes_and_whoever_comes_meanwhile_is_served() throws Exception {
        open(2, 0, 20_000, -1);
        var other = new Someone("other");
        var done = new AtomicInteger();
        var borrowing = threads.submit(() -> {
            for (int i = 0; i < 2_000; i++) {
                ((Fake) pool.allocateConnection(factory, other)).close();
                done.incrementAndGet();
            }
            return null;
        });
        while (!borrowing.isDone()) {
            pool.flush(FlushMode.IDLE);
            pool.keepHouse();
        }
        borrowing.get(20, TimeUnit.SECONDS);
        assertEquals(2_000, done.get());
        pool.flush(FlushMode.IDLE);
        Until.equal(0, () -> pool.others());
    }

    /** Says when somebody looks it up in a map. */
    private static final class Watched implements ConnectionRequestInfo {

        private static final long serialVersionUID = 1L;
        private transient volatile Runnable onLook = () -> {};

        @Override
        public boolean equals(Object other) {
            return other instanceof Watched;
        }

        @Override
        public int hashCode() {
            onLook.run();
            return 1;
        }
    }

    @Test
    void whoever_finds_a_pool_that_has_just_been_closed_for_want_of_users_gets_another() throws Exception {
        open(2, 0, 20_000, -1);
        var first = new Watched();
        ((Fake) pool.allocateConnection(factory, first)).close();
        var served = new AtomicInteger();
        first.onLook = () -> { // closed by the housekeeper, and not yet taken out
            first.onLook = () -> {};
            try {
                threads.submit(() -> {
                            ((Fake) pool.allocateConnection(factory, new Watched())).close();
                            return served.incrementAndGet();
                        })
                        .get(20, TimeUnit.SECONDS);
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
        };
        pool.flush(FlushMode.IDLE);
        pool.keepHouse();
        Until.equal(1, served::get); // be it in a round of the pool's own
    }
}
