package dev.berth.deploy.bench;

import org.HdrHistogram.Histogram;

/** What one worker did while it counted. */
record Tally(long operations, long nanos, long cpuNanos, long bytes, Histogram latencies) {

    /** None of a worker that the machine did not let run in time. */
    double perSecond() {
        return operations == 0 ? 0 : 1e9 * operations / nanos;
    }
}
