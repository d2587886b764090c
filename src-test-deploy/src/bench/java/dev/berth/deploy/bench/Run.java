package dev.berth.deploy.bench;

import com.sun.management.OperatingSystemMXBean;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** Some workers at once, and what they have brought together. */
final class Run {

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final List<FutureTask<Tally>> tasks = new ArrayList<>();
    private final Span span;

    Run(Operation operation, int threads, Span span) {
        this.span = span;
        for (int i = 0; i < threads; i++) {
            tasks.add(new FutureTask<>(new Worker(operation, i, span)));
        }
    }

    /** Fails as soon as an operation did: a candidate that loses work has no speed. */
    JsonObject measure(ThreadFactory threads) throws ExecutionException, InterruptedException {
        tasks.forEach(task -> threads.newThread(task).start());
        long processCpu = 0;
        if (span.limit() == 0) {
            parkUntil(span.begin());
            long before = PROCESS.getProcessCpuTime();
            parkUntil(span.end());
            processCpu = PROCESS.getProcessCpuTime() - before;
        }
        var tallies = new ArrayList<Tally>();
        for (var task : tasks) {
            tallies.add(task.get());
        }
        return json(tallies, processCpu);
    }

    private static void parkUntil(long moment) {
        for (long left = moment - System.nanoTime(); left > 0; left = moment - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private JsonObject json(List<Tally> tallies, long processCpu) {
        var latencies = new Histogram(3);
        tallies.forEach(tally -> latencies.add(tally.latencies()));
        long operations = tallies.stream().mapToLong(Tally::operations).sum();
        return Json.createObjectBuilder()
                .add(
                        "perSecond",
                        1e9 * tallies.stream().mapToLong(Tally::endedInTime).sum() / span.nanos())
                .add("p50Micros", latencies.getValueAtPercentile(50) / 1e3)
                .add("p99Micros", latencies.getValueAtPercentile(99) / 1e3)
                .add("cpuNanos", tallies.stream().mapToLong(Tally::cpuNanos).sum() / (double) operations)
                .add("bytes", tallies.stream().mapToLong(Tally::bytes).sum() / (double) operations)
                .add("processCpuNanos", processCpu / (double) operations)
                .build();
    }
}
