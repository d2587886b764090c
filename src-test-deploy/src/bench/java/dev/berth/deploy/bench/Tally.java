package dev.berth.deploy.bench;

import org.HdrHistogram.Histogram;

/**
 * What one worker did while it counted.
 *
 * @param endedInTime operations that ended between the span's begin and its end: of these throughput is made
 * @param operations those that are in the other figures, which are of whole operations
 */
record Tally(long endedInTime, long operations, long cpuNanos, long bytes, Histogram latencies) {}
