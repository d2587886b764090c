package dev.berth.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * What a pool of 8 costs that nobody uses: the CPU time of all threads, to the nanosecond, and how often they wake.
 * A JVM without a pool has both too: the floor.
 */
final class AtRest {

    /** What the pool's own threads take. */
    static final String JAVA = "CPU of Java threads us/s";

    private static final int SIZE = 8;
    private static final int USES = 20_000;
    private static final Path THREADS = Path.of("/proc/self/task");
    private static final String WAITS = "voluntary_ctxt_switches:";

    private AtRest() {}

    static void run(Candidate candidate, Plan plan) throws Exception {
        if (!Files.isDirectory(THREADS)) {
            System.out.println("rest is left out: the times of threads are read from " + THREADS);
            return;
        }
        var source = candidate.open(StubDriver.URL, SIZE);
        for (int i = 0; i < USES; i++) {
            source.getConnection().close();
        }
        Thread.sleep(plan.quick ? 1000 : 5000); // for the compiler to come to rest
        long cpu = sum(AtRest::cpu);
        long waits = sum(AtRest::waits);
        var java = ofJavaThreads();
        long began = System.nanoTime();
        Thread.sleep(plan.quick ? 1000 : 10_000);
        double seconds = (System.nanoTime() - began) / 1e9;
        Fork.tell("CPU us/s", (sum(AtRest::cpu) - cpu) / 1e3 / seconds);
        Fork.tell(JAVA, sum(java, ofJavaThreads()) / 1e3 / seconds);
        Fork.tell("wake-ups/s", (sum(AtRest::waits) - waits) / seconds);
        candidate.close();
    }

    /** Not the JVM's compilers, collectors and clocks; nor the one that asks. By thread, for one may end meanwhile. */
    private static Map<Long, Long> ofJavaThreads() {
        var threads = ManagementFactory.getThreadMXBean();
        return LongStream.of(threads.getAllThreadIds())
                .filter(id -> id != Thread.currentThread().getId())
                .boxed()
                .collect(Collectors.toMap(id -> id, id -> Math.max(0, threads.getThreadCpuTime(id))));
    }

    private static long sum(Map<Long, Long> before, Map<Long, Long> after) {
        return after.entrySet().stream()
                .mapToLong(thread -> thread.getValue() - before.getOrDefault(thread.getKey(), 0L))
                .filter(nanos -> nanos > 0)
                .sum();
    }

    private interface Reading {
        long of(Path thread) throws IOException;
    }

    private static long sum(Reading reading) throws IOException {
        long sum = 0;
        try (var threads = Files.newDirectoryStream(THREADS)) {
            for (var thread : threads) {
                sum += reading.of(thread);
            }
        }
        return sum;
    }

    private static long cpu(Path thread) throws IOException {
        return Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ")[0]);
    }

    private static long waits(Path thread) throws IOException {
        return Files.readAllLines(thread.resolve("status")).stream()
                .filter(line -> line.startsWith(WAITS))
                .mapToLong(line -> Long.parseLong(line.substring(WAITS.length()).strip()))
                .sum();
    }
}
