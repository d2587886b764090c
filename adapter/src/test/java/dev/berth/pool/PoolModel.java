package dev.berth.pool;

import dev.berth.ManualClock;
import dev.berth.pool.FakeFactory.Fake;
import jakarta.resource.spi.ConnectionRequestInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * One random sequence of a pool's operations, with a clock that only the sequence moves and threads that do everything at
 * once; after each operation the pool must be what the model says.
 */
final class PoolModel {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final long BOUND = TimeUnit.SECONDS.toNanos(20);
    private static final int[] STEPS = {1, 3, 60, 1_000, 10_000, 31_000, 61_000}; // milliseconds

    private final Random random;
    private final List<String> log = new ArrayList<>();
    private final FakeFactory factory = new FakeFactory();
    private final ConnectionRequestInfo usual = Borrower.anybody();
    private final ManualClock clock = new ManualClock();
    private final InlineThreads inline = new InlineThreads(clock);
    private final ExecutorService threads;
    private final PoolConfig config;
    private final int most;
    private final PoolingConnectionManager pool;

    // ---- the model ----
    private final List<Fake> lent = new ArrayList<>();
    private final Set<Fake> retired = java.util.Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Borrower> waiting = new ArrayList<>();
    private final Map<Fake, Long> idleSince = new HashMap<>();
    private Borrower behindGate;
    private boolean suspended;
    private boolean closed;
    private volatile int failures; // written by whoever opens, one at a time
    private long borrows;
    private long timeouts;
    private volatile long failed;

    PoolModel(long seed, ExecutorService threads) {
        this.random = new Random(seed);
        this.threads = threads;
        int size = 1 + random.nextInt(4);
        int overflow = random.nextInt(3);
        most = size + overflow;
        config = new PoolConfig(
                "the pool",
                size,
                random.nextInt(size + 1),
                overflow,
                TIMEOUT,
                random.nextInt(4) - 1,
                random.nextBoolean() ? IDLE : Duration.ZERO,
                Duration.ofSeconds(30),
                random.nextBoolean(),
                PoolMode.POOLED,
                1);
        log.add(config.toString());
        factory.onOpen = () -> {
            if (failures > 0) {
                failures--;
                failed++;
                throw new Exception("away");
            }
            return null;
        };
        pool = new PoolingConnectionManager(config, factory, usual, clock, inline);
    }

    List<String> log() {
        return log;
    }

    void run(int steps) {
        settle();
        for (int i = 0; i < steps && !closed; i++) {
            step();
            settle();
        }
        end();
    }

    // ---- operations ----

    private void step() {
        int what = random.nextInt(100);
        if (what < 35) {
            borrow();
        } else if (what < 60) {
            giveBack();
        } else if (what < 66) {
            breakOne();
        } else if (what < 82) {
            advance(STEPS[random.nextInt(STEPS.length)]);
        } else if (what < 88) {
            flush(FlushMode.values()[random.nextInt(FlushMode.values().length)]);
        } else if (what < 92) {
            log.add(suspended ? "resume" : "suspend");
            suspendOrResume();
        } else if (what < 95) {
            failures = random.nextInt(3);
            log.add("the next " + failures + " cannot be opened");
        } else if (what < 98) {
            interrupt();
        } else if (random.nextInt(4) == 0) {
            close();
        }
    }

    private void borrow() {
        if (suspended && behindGate != null) {
            return; // two who are let go at once are served in any order
        }
        if (!waiting.isEmpty()) {
            clock.advance(Duration.ofMillis(3)); // who waits is patient no longer: it is first come, first served
        }
        var expected = expected();
        var borrower = new Borrower(threads, clock.getAsLong(), () -> pool.allocateConnection(factory, usual));
        log.add(suspended ? "borrow, behind the gate" : "borrow, " + expected);
        if (suspended) {
            behindGate = borrower;
            until("behind the gate", borrower::isWaiting);
        } else {
            begun(borrower, expected);
        }
    }

    private enum Expected {
        SERVED,
        REFUSED,
        WAITING
    }

    /** What the next borrow will come to at once. */
    private Expected expected() {
        var now = pool.snapshot();
        boolean full = now.size() == most;
        if (now.idle() == 0 && full && config.maxWaiting() >= 0 && waiting.size() >= config.maxWaiting()) {
            return Expected.REFUSED;
        }
        return now.idle() > 0 || !full && failures == 0 ? Expected.SERVED : Expected.WAITING;
    }

    private void begun(Borrower borrower, Expected expected) {
        if (expected == Expected.REFUSED) {
            until("refused, for nobody may wait", borrower::isDone);
            require(borrower.got() == null, "nobody may wait, but it got one");
            return;
        }
        waiting.add(borrower);
        if (expected == Expected.SERVED) { // who came first is
            until("served", () -> waiting.get(0).isDone() && waiting.get(0).got() != null);
        }
        until("waiting or served", () -> borrower.isDone() || borrower.isQueued());
    }

    private void giveBack() {
        if (lent.isEmpty()) {
            return;
        }
        var one = lent.remove(random.nextInt(lent.size()));
        factory.dirty = random.nextInt(10) == 0;
        boolean goes = factory.dirty || retired.remove(one) || size() > config.maximumSize() && waiting.isEmpty();
        log.add("give back" + (factory.dirty ? ", dirty" : ""));
        idleSince.put(one, clock.getAsLong());
        one.close();
        factory.dirty = false;
        require(one.isDestroyed() == goes, (goes ? "not " : "") + "closed on its return");
    }

    private void breakOne() {
        if (lent.isEmpty()) {
            return;
        }
        var one = lent.remove(random.nextInt(lent.size()));
        log.add("break one");
        retired.remove(one);
        one.fail();
        require(one.isDestroyed(), "broken, and not closed");
        if (random.nextBoolean()) {
            one.close(); // by a user who has not noticed: nothing more happens
        }
    }

    private void advance(int millis) {
        log.add("advance " + millis + " ms");
        clock.advance(Duration.ofMillis(millis));
        var before = idle();
        inline.runDue();
        for (var one : before) {
            long idle = clock.getAsLong() - idleSince.getOrDefault(one, Long.MIN_VALUE / 2);
            require(
                    !one.isDestroyed() || !config.idleTimeout().isZero() && idle >= IDLE.toNanos(),
                    "closed for being idle, too early");
        }
        late().forEach(Borrower::look);
        until("given up", () -> late().stream().allMatch(Borrower::isDone));
    }

    private List<Borrower> late() {
        return waiting.stream()
                .filter(one -> clock.getAsLong() - one.since >= TIMEOUT.toNanos())
                .toList();
    }

    private void flush(FlushMode mode) {
        log.add("flush " + mode);
        var idle = idle();
        Fake invalid = idle.isEmpty() ? null : idle.get(random.nextInt(idle.size()));
        if (invalid != null) {
            invalid.invalid = true;
        }
        boolean overflowing = size() > config.maximumSize(); // then one that was only asked may go too
        pool.flush(mode);
        for (var one : idle) {
            boolean goes = mode != FlushMode.INVALID || one == invalid;
            require(one.isDestroyed() == goes || !goes && overflowing, "idle at flush " + mode);
        }
        for (var one : lent) {
            require(one.isDestroyed() == (mode == FlushMode.ALL), "lent at flush " + mode);
        }
        if (mode == FlushMode.ALL) {
            lent.clear();
            retired.clear();
        } else if (mode == FlushMode.GRACEFULLY) {
            retired.addAll(lent);
        } else if (mode == FlushMode.INVALID && invalid != null) {
            invalid.invalid = false;
        }
    }

    private void suspendOrResume() {
        if (!suspended) {
            pool.suspend();
            suspended = true;
            return;
        }
        suspended = false;
        clock.advance(Duration.ofMillis(3));
        var expected = expected();
        pool.resume();
        if (behindGate != null) {
            behindGate.since = clock.getAsLong();
            begun(behindGate, expected);
            behindGate = null;
        }
    }

    private void interrupt() {
        if (waiting.isEmpty()) {
            return;
        }
        var one = waiting.remove(random.nextInt(waiting.size()));
        log.add("interrupt");
        one.interrupt();
        until("interrupted", one::isDone);
        require(one.hasFailed("08001"), "interrupted: " + one);
    }

    private void close() {
        log.add("close");
        closed = true;
        pool.close();
        if (behindGate != null) {
            waiting.add(behindGate);
            behindGate = null;
        }
        until("told of the end", () -> waiting.stream().allMatch(Borrower::isDone));
        require(waiting.stream().allMatch(one -> one.hasFailed("08003")), "at the end: " + waiting);
        waiting.clear();
        lent.clear();
        var late = new Borrower(threads, 0, () -> pool.allocateConnection(factory, usual));
        until("refused by a closed pool", late::isDone);
        require(late.hasFailed("08003"), "of a closed pool: " + late);
    }

    /** Whoever still waits is served, as soon as the database is there and others give back. */
    private void end() {
        failures = 0;
        if (suspended && !closed) {
            suspendOrResume();
            settle();
        }
        while (!closed && !waiting.isEmpty()) {
            log.add("and the end");
            int before = waiting.size();
            if (size() < most) {
                clock.advance(Duration.ofMillis(1_001)); // the longest pause between two attempts to connect
                inline.runDue();
            } else {
                giveBack();
            }
            settle();
            require(waiting.size() < before, "nobody is served");
        }
        if (!closed) {
            close();
            settle();
        }
        require(factory.open.get() == 0, "left open: " + factory.open);
    }

    // ---- what must hold ----

    private int size() {
        return factory.open.get();
    }

    private List<Fake> idle() {
        return factory.living().stream().filter(one -> !lent.contains(one)).toList();
    }

    /** Whoever is served is taken for served; then each figure must be the model's. */
    private void settle() {
        var queue = List.copyOf(waiting);
        until("at rest", () -> {
            served();
            var now = pool.snapshot();
            return now.waiting() == waiting.size()
                    && now.lent() == lent.size()
                    && (waiting.isEmpty() || now.idle() == 0);
        });
        var now = pool.snapshot();
        require(now.size() == factory.open.get() && now.size() == now.lent() + now.idle(), "size: " + now);
        require(factory.mostOpen.get() <= most, "more than the maximum: " + factory.mostOpen);
        require(
                waiting.isEmpty() || lent.stream().noneMatch(one -> servedAfter(queue, waiting.get(0), one)),
                "served before who came first");
        require(factory.lentTwice.get() == 0, "lent to two");
        require(now.opened() - now.closed() == now.size() && now.opened() == factory.opened.get(), "opened: " + now);
        require(now.borrows() == borrows, "borrows: " + borrows + " in " + now);
        require(now.timeouts() == timeouts, "timeouts: " + timeouts + " in " + now);
        require(now.failed() == failed, "failed: " + failed + " in " + now);
        require(
                waiting.isEmpty() || now.size() == most || now.failed() > 0,
                "somebody waits where there is place: " + now);
    }

    private static boolean servedAfter(List<Borrower> queue, Borrower first, Fake one) {
        return queue.subList(queue.indexOf(first) + 1, queue.size()).stream().anyMatch(later -> later.got() == one);
    }

    /** Who has one by now; who was refused was late. */
    private void served() {
        for (var each = waiting.iterator(); each.hasNext(); ) {
            var one = each.next();
            if (!one.isDone()) {
                continue;
            }
            if (one.got() != null) {
                each.remove();
                lent.add(one.got());
                borrows++;
            } else {
                require(clock.getAsLong() - one.since >= TIMEOUT.toNanos(), "too early: " + one);
                each.remove();
                timeouts++;
            }
        }
    }

    private void until(String what, java.util.function.BooleanSupplier holds) {
        long begin = System.nanoTime();
        while (!holds.getAsBoolean()) {
            require(System.nanoTime() - begin < BOUND, "not " + what + " within 20 s; " + pool.snapshot());
            Thread.onSpinWait();
            Thread.yield();
        }
    }

    private void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
