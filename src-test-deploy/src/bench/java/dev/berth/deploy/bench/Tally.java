package dev.berth.deploy.bench;

import org.HdrHistogram.Histogram;

/** What one worker did while it counted. */
record Tally(long operations, long nanos, long cpuNanos, long bytes, Histogram latencies) {

    double perSecond() {
        return 1e9 * operations / nanos;
    }
}
