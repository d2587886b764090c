package dev.berth.deploy.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;

/** One thread that does its operation until the span is over. */
final class Worker implements Callable<Tally> {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long LONGEST_NANOS = 60_000_000_000L;

    private final Operation operation;
    private final int number;
    private final Span span;
    private int next;

    Worker(Operation operation, int number, Span span) {
        this.operation = operation;
        this.number = number;
        this.span = span;
    }

    @Override
    public Tally call() throws Exception {
        boolean warmedUp = false;
        while (System.nanoTime() - span.begin() < 0) {
            once();
            warmedUp = true;
        }
        // the last one of the warm-up ended when it counted already, as the last of all will end when it no longer does
        return measure(warmedUp && System.nanoTime() - span.end() < 0 ? 1 : 0);
    }

    /** One look at the clock for each operation: the end of one is the beginning of the next. */
    private Tally measure(long endedBefore) throws Exception {
        var latencies = new Histogram(LONGEST_NANOS, 3);
        long operations = 0;
        long endedInTime = endedBefore;
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        long cpu = THREADS.getCurrentThreadCpuTime();
        long last = System.nanoTime();
        while (!span.isOver(last, operations)) {
            once();
            long now = System.nanoTime();
            latencies.recordValue(Math.min(now - last, LONGEST_NANOS));
            last = now;
            operations++;
            if (now - span.end() < 0) {
                endedInTime++;
            }
        }
        cpu = THREADS.getCurrentThreadCpuTime() - cpu;
        bytes = THREADS.getCurrentThreadAllocatedBytes() - bytes;
        return new Tally(endedInTime, operations, cpu, bytes, latencies);
    }

    private void once() throws Exception {
        next = (next + 1) % Case.KEYS_PER_WORKER;
        operation.run(number, number * Case.KEYS_PER_WORKER + next);
    }
}
