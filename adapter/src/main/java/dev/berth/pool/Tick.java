package dev.berth.pool;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * A clock as it was a moment ago, for what goes by seconds and is asked at every borrow: a thread of its
 * own has the time taken anew after each tick, while somebody asks, and sleeps when nobody does. It is never ahead of
 * the time, and behind it by a tick at most, as far as the machine lets that thread run.
 */
final class Tick implements LongSupplier, AutoCloseable {

    private static final long LENGTH = 10_000_000;

    /** So many ticks without a question, and it sleeps. */
    private static final int QUIET = 10;

    private final Thread thread;
    private final LongSupplier clock;
    private final Runnable awake;
    private final Runnable quiet;
    private volatile long now;
    private volatile boolean fresh;
    private volatile boolean asleep;
    private volatile boolean closed;

    /**
     * Tells the time from its start on.
     *
     * @param clock the time
     * @param awake told when somebody asks after a while in which nobody did
     * @param quiet told when nobody has asked for a while
     */
    Tick(String name, LongSupplier clock, Runnable awake, Runnable quiet) {
        this.quiet = quiet;
        this.clock = clock;
        this.awake = awake;
        thread = new Thread(this::run, name + " tells the time");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    @Override
    public long getAsLong() {
        return fresh ? now : anew();
    }

    /** The first question after each tick is answered exactly, and keeps the tick awake. */
    private long anew() {
        long exact = clock.getAsLong();
        now = exact;
        fresh = true;
        if (closed) { // nobody takes it anew any more: exactly, each time
            fresh = false;
        }
        if (asleep) {
            LockSupport.unpark(thread);
        }
        return exact;
    }

    private void run() {
        int silent = 0;
        while (!closed) {
            LockSupport.parkNanos(this, LENGTH);
            silent = fresh ? 0 : silent + 1;
            fresh = false;
            if (silent >= QUIET && !closed) {
                sleep();
                silent = 0;
            }
        }
        fresh = false;
    }

    private void sleep() {
        asleep = true;
        quiet.run();
        while (!fresh && !closed) {
            LockSupport.park(this);
        }
        asleep = false;
        awake.run();
    }

    /** Whether nobody has asked for a while. */
    boolean isAsleep() {
        return asleep;
    }

    /** From now on each answer is exact. */
    @Override
    public void close() {
        closed = true;
        fresh = false;
        LockSupport.unpark(thread);
    }
}
