package dev.berth.pool;

import java.time.Duration;

/**
 * How many connections a pool keeps, and how long anybody waits for one. How long a connection lives, and whether it
 * works, is the managed connection's own affair.
 *
 * @param name what messages call the pool
 * @param maximumSize how many connections at most, without the overflow
 * @param minimumIdle how many are kept idle, as far as the maximum allows
 * @param overflow how many more there may be for a while; each is closed when it comes back and nobody waits
 * @param connectionTimeout how long a borrow may take; zero: without limit
 * @param maxWaiting how many may wait at once; -1: any number; 0: nobody, a borrow that would have to wait fails at once
 * @param idleTimeout how long a connection above the minimum stays idle; zero: for ever
 * @param housekeeping how often at most the pool looks after what is idle
 * @param fifo whether the one that has been idle for longest is lent first; else the one that has just come back
 * @param mode whether connections are kept, and how
 * @param connectThreads how many connections are opened at once
 */
public record PoolConfig(
        String name,
        int maximumSize,
        int minimumIdle,
        int overflow,
        Duration connectionTimeout,
        int maxWaiting,
        Duration idleTimeout,
        Duration housekeeping,
        boolean fifo,
        PoolMode mode,
        int connectThreads) {

    private static final int MOST = 100_000;

    /**
     * Checks each bound.
     *
     * @throws IllegalArgumentException naming the value, its bounds and what to do
     */
    public PoolConfig {
        between("maximumPoolSize", maximumSize, 1, MOST);
        between("minimumIdle", minimumIdle, 0, maximumSize);
        between("overflow", overflow, 0, MOST);
        between("maxWaiting", maxWaiting, -1, Integer.MAX_VALUE);
        between("connectThreads", connectThreads, 1, 100);
        notNegative("connectionTimeout", connectionTimeout);
        notNegative("idleTimeout", idleTimeout);
        agree(mode, maximumSize + overflow, minimumIdle);
        if (housekeeping.isNegative() || housekeeping.isZero()) {
            throw new IllegalArgumentException(
                    "housekeepingPeriod: " + housekeeping + " is not above zero: give a time, for example 30 s");
        }
    }

    private static void agree(PoolMode mode, int most, int minimumIdle) {
        if (mode == PoolMode.AUTO) {
            throw new IllegalArgumentException("mode: AUTO is for a builder, which knows the database: give another");
        }
        if (mode == PoolMode.NONE && minimumIdle > 0) {
            throw new IllegalArgumentException(
                    "minimumIdle: " + minimumIdle + " cannot be kept with mode=none: leave it out, or take pooled");
        }
        if (mode == PoolMode.STATIC && most > 1) {
            throw new IllegalArgumentException(
                    "maximumPoolSize: " + most
                            + " (with the overflow) cannot be had with mode=static, which has one: leave it out, or take pooled");
        }
    }

    private static void between(String property, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(property + ": " + value + " is not between " + least + " and " + most);
        }
    }

    private static void notNegative(String property, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(property + ": " + value + " is negative: give a time, or zero for none");
        }
    }

    /** For identities that come and go: nothing is kept for them beyond the idle timeout. */
    PoolConfig withoutIdle() {
        return new PoolConfig(
                name,
                maximumSize,
                0,
                overflow,
                connectionTimeout,
                maxWaiting,
                idleTimeout,
                housekeeping,
                fifo,
                mode,
                connectThreads);
    }

    /** As many as can be lent at once. */
    public int most() {
        return maximumSize + overflow;
    }
}
