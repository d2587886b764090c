package dev.berth.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** What a pool of 8 costs that nobody uses: the CPU time of the process, while all of its connections are idle. */
final class AtRest {

    private static final int SIZE = 8;
    private static final int USES = 20_000;

    private AtRest() {}

    static void run(Candidate candidate, Plan plan) throws Exception {
        var source = candidate.open(StubDriver.URL, SIZE);
        for (int i = 0; i < USES; i++) {
            source.getConnection().close();
        }
        var process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        Thread.sleep(plan.warmUpMillis()); // for the compiler to come to rest
        long before = process.getProcessCpuTime();
        long began = System.nanoTime();
        Thread.sleep(plan.quick ? 1000 : 10_000);
        double seconds = (System.nanoTime() - began) / 1e9;
        Fork.tell("CPU us/s", (process.getProcessCpuTime() - before) / 1e3 / seconds);
        candidate.close();
    }
}
