package dev.berth.pool;

/**
 * What a pool is doing at one moment, and what it has done since it was opened. The figures are taken one after the
 * other.
 *
 * @param size connections open, lent or idle
 * @param idle connections that nobody has borrowed
 * @param lent connections that are out
 * @param waiting threads that wait for one
 * @param borrows how many were lent
 * @param waits how many borrows had to wait
 * @param waitedNanos for how long in all, in nanoseconds
 * @param longestWaitNanos the longest of these
 * @param timeouts how many waits ended without a connection
 * @param opened connections opened
 * @param closed connections closed
 * @param failed attempts to open one that failed
 */
public record PoolSnapshot(
        int size,
        int idle,
        int lent,
        int waiting,
        long borrows,
        long waits,
        long waitedNanos,
        long longestWaitNanos,
        long timeouts,
        long opened,
        long closed,
        long failed) {}
