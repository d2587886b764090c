package dev.berth.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What JMH has no profiler for: the CPU time of the measuring thread. JMH's profilers run beside that thread; these
 * fixtures run in it, around each iteration, and what they count comes out as secondary results. The bytes of all
 * threads are there for pools that work in helper threads.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class CpuMeter {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** Counted by the benchmark: JMH's own count is not to be had here. */
    public long ops;

    public long cpu;
    public long bytes;
    public long processCpu;
    public long processBytes;

    private long cpuBefore;
    private long bytesBefore;
    private long processCpuBefore;
    private long processBytesBefore;

    /** Before the first operation of an iteration. */
    @Setup(Level.Iteration)
    public void start() {
        ops = 0;
        processBytesBefore = allBytes();
        processCpuBefore = PROCESS.getProcessCpuTime();
        bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
        cpuBefore = THREADS.getCurrentThreadCpuTime();
    }

    /** After its last. */
    @TearDown(Level.Iteration)
    public void stop() {
        cpu = THREADS.getCurrentThreadCpuTime() - cpuBefore;
        bytes = THREADS.getCurrentThreadAllocatedBytes() - bytesBefore;
        processCpu = PROCESS.getProcessCpuTime() - processCpuBefore;
        processBytes = allBytes() - processBytesBefore;
    }

    /** Of the threads that live. */
    private static long allBytes() {
        long sum = 0;
        for (long one : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
            sum += Math.max(0, one);
        }
        return sum;
    }
}
