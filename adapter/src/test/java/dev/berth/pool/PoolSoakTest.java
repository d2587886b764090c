package dev.berth.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.ManualClock;
import dev.berth.Until;
import dev.berth.pool.FakeFactory.Fake;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.CommException;
import jakarta.resource.spi.ConnectionRequestInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two hundred threads, connections that break, cannot be opened or cannot be made clean, borrowers that are interrupted,
 * and a clock that leaps; and then everything must add up. {@code -Dberth.pool.soak} is how many borrows a thread does.
 */
@Timeout(120)
class PoolSoakTest {

    private static final int THREADS = 200;
    private static final int SIZE = 8;
    private static final int OVERFLOW = 2;

    private final int borrowsEach = Integer.getInteger("berth.pool.soak", 300);
    private final FakeFactory factory = new FakeFactory();
    private final ConnectionRequestInfo usual = Borrower.anybody();
    private final ManualClock clock = new ManualClock();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger failedToOpen = new AtomicInteger();
    private final AtomicInteger served = new AtomicInteger();
    private final AtomicInteger timedOut = new AtomicInteger();
    private final AtomicInteger interrupted = new AtomicInteger();
    private PoolingConnectionManager pool;
    private PoolSnapshot end;

    @AfterEach
    void close() {
        threads.shutdownNow();
        pool.close();
        assertEquals(0, factory.open.get(), "left open");
    }

    @Test
    void whatever_happens_in_whatever_threads_everything_adds_up() throws Exception {
        open();
        var jobs = new ArrayList<Future<?>>();
        for (int i = 0; i < THREADS; i++) {
            int seed = i;
            jobs.add(threads.submit(() -> borrows(new Random(seed))));
        }
        var random = new Random(THREADS);
        while (!jobs.stream().allMatch(Future::isDone)) {
            disturb(random);
            var now = pool.snapshot();
            assertTrue(now.size() <= SIZE + OVERFLOW, now::toString);
        }
        for (var job : jobs) {
            job.get(1, TimeUnit.SECONDS);
        }
        factory.onOpen = () -> null;
        Until.holds(this::isAtRest);
        addsUp();
        noneIsLost();
    }

    /** What was on its way has come, and as many are idle as are wanted: nothing more is opened. */
    private boolean isAtRest() {
        pool.keepHouse();
        end = pool.snapshot(); // whose figures are taken one after the other
        return end.size() >= SIZE / 2
                && end.size() == factory.open.get()
                && end.size() == end.opened() - end.closed()
                && end.opened() == factory.opened.get();
    }

    private void open() {
        factory.onOpen = () -> {
            if (ThreadLocalRandom.current().nextInt(20) == 0) {
                failedToOpen.incrementAndGet();
                throw new CommException("away", "08006");
            }
            return null;
        };
        var config = new PoolConfig(
                "the pool",
                SIZE,
                SIZE / 2,
                OVERFLOW,
                Duration.ofSeconds(30),
                -1,
                Duration.ofSeconds(60),
                Duration.ofMillis(20),
                false,
                PoolMode.POOLED,
                4);
        pool = new PoolingConnectionManager(config, factory, usual, clock, PoolThreads.of(config));
    }

    private Void borrows(Random random) throws Exception {
        for (int i = 0; i < borrowsEach; i++) {
            if (random.nextInt(100) == 0) {
                Thread.currentThread().interrupt();
            }
            try {
                var mine = (Fake) pool.allocateConnection(factory, usual);
                served.incrementAndGet();
                use(mine, random.nextInt(100));
            } catch (ResourceException refused) {
                var why = refused.getMessage();
                (why.contains("none came back") ? timedOut : interrupted).incrementAndGet();
                assertTrue(why.contains("none came back") || why.contains("interrupted"), why);
            }
            Thread.interrupted();
        }
        return null;
    }

    private static void use(Fake mine, int what) {
        if (what == 0) {
            mine.fail();
        } else if (what == 1) {
            mine.fail();
            mine.close(); // by a user who has not noticed
        } else if (what == 2) {
            mine.dirty = true;
            mine.close();
        } else {
            if (what == 3) {
                Thread.yield();
            }
            mine.close();
        }
    }

    private void disturb(Random random) {
        clock.advance(Duration.ofMillis(random.nextInt(5)));
        switch (random.nextInt(200)) {
            case 0 -> clock.advance(Duration.ofSeconds(31));
            case 1 -> clock.advance(Duration.ofSeconds(61));
            case 2 -> pool.flush(FlushMode.values()[random.nextInt(FlushMode.values().length)]);
            case 3 -> pool.keepHouse();
            case 4 -> {
                pool.suspend();
                Thread.yield();
                pool.resume();
            }
            default -> Thread.yield();
        }
    }

    private void addsUp() {
        System.out.println("Soak: " + served + " served, " + timedOut + " timed out, " + interrupted + " interrupted, "
                + failedToOpen + " failed to open; " + end);
        assertEquals(THREADS * borrowsEach, served.get() + timedOut.get() + interrupted.get());
        assertEquals(0, factory.lentTwice.get(), "lent to two");
        assertTrue(factory.mostOpen.get() <= SIZE + OVERFLOW, "open at once: " + factory.mostOpen);
        assertEquals(0, end.waiting());
        assertEquals(0, end.lent());
        assertEquals(end.size(), end.idle());
        assertEquals(end.size(), end.opened() - end.closed());
        assertEquals(factory.opened.get(), end.opened());
        assertEquals(failedToOpen.get(), end.failed());
        assertEquals(timedOut.get(), end.timeouts());
        assertTrue(end.waits() >= timedOut.get() + interrupted.get(), end::toString);
        // one that is closed between its lease and its handle was borrowed, but not served
        assertTrue(
                end.borrows() >= served.get() && end.borrows() <= served.get() + factory.refused.get(),
                () -> end + ", refused " + factory.refused);
    }

    /** Each place can still be taken. */
    private void noneIsLost() throws Exception {
        List<Fake> all = new ArrayList<>();
        for (int i = 0; i < SIZE + OVERFLOW; i++) {
            all.add((Fake) pool.allocateConnection(factory, usual));
        }
        assertEquals(SIZE + OVERFLOW, pool.snapshot().lent());
        all.forEach(Fake::close);
        Until.equal(SIZE, () -> pool.snapshot().size());
    }
}
