package dev.berth.bench;

import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.openjdk.jmh.infra.Blackhole;

/**
 * More threads than connections, each borrowing again and again: how much they get done together, and how long the
 * unluckiest waited once. JMH samples waits, and the longest of all is what counts here; so this counts by itself.
 *
 * @param timed whether every operation is timed, which a real database hides and a stub does not
 */
record Crowd(Plan plan, int threads, int size, ThreadFactory factory, Use use, boolean timed) {

    /** What is done with a connection. */
    @FunctionalInterface
    interface Use {
        void with(Connection connection) throws SQLException;
    }

    private static final long HOLD = 1_000_000;
    private static final long TOKENS = 20;

    /** Times as long: two processors that are busy leave the compilers little, and the driver gives them much to do. */
    private static final int WITH_DRIVER = 4;

    static Crowd contended(Plan plan) {
        return new Crowd(plan, 32, 8, Thread::new, connection -> Blackhole.consumeCPU(TOKENS), false);
    }

    /** The connections are what is short, not the processors. */
    static Crowd held(Plan plan) {
        return new Crowd(plan, 32, 8, Thread::new, connection -> LockSupport.parkNanos(HOLD / 10), false);
    }

    static Crowd virtual(Plan plan) throws ReflectiveOperationException {
        return new Crowd(plan, 1000, 16, virtualThreads(), connection -> LockSupport.parkNanos(HOLD), false);
    }

    static Crowd postgres(Plan plan, int threads) {
        return new Crowd(plan, threads, 8, Thread::new, Crowd::selectOne, true);
    }

    /** By name: the classes are those of Java 17. */
    private static ThreadFactory virtualThreads() throws ReflectiveOperationException {
        try {
            var builder = Thread.class.getMethod("ofVirtual").invoke(null);
            return (ThreadFactory) Class.forName("java.lang.Thread$Builder")
                    .getMethod("factory")
                    .invoke(builder);
        } catch (InvocationTargetException failure) {
            throw new IllegalStateException(failure.getCause());
        }
    }

    private static void selectOne(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT 1");
                var rows = statement.executeQuery()) {
            if (!rows.next() || rows.getInt(1) != 1) {
                throw new SQLException("SELECT 1 gave something else");
            }
        }
    }

    void run(Candidate candidate, String url) throws Exception {
        var source = candidate.open(url, size);
        fill(source);
        var phase = new Phase();
        var members = start(source, phase);
        Thread.sleep(timed ? WITH_DRIVER * plan.warmUpMillis() : plan.warmUpMillis());
        long cpu = cpu();
        phase.begin();
        Thread.sleep(plan.measuredMillis());
        phase.end();
        cpu = cpu() - cpu;
        for (var member : members) {
            member.thread().join();
        }
        tell(members, phase, cpu);
        candidate.close();
    }

    /** Some pools open their connections when they are asked, or beside: all of them are there before it counts. */
    private void fill(DataSource source) throws SQLException {
        var all = new ArrayList<Connection>();
        for (int i = 0; i < size; i++) {
            all.add(source.getConnection());
        }
        for (var connection : all) {
            connection.close();
        }
    }

    private List<Member> start(DataSource source, Phase phase) {
        var members = new ArrayList<Member>();
        for (int i = 0; i < threads; i++) {
            var member = new Member(source, use, phase, plan, timed);
            members.add(member);
            member.startIn(factory);
        }
        return members;
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private void tell(List<Member> members, Phase phase, long cpu) {
        double operations = members.stream().mapToLong(Member::operations).sum();
        Fork.tell("operations/s", operations / (phase.nanos() / 1e9));
        waits(members);
        Fork.tell("process CPU ns/op", cpu / Math.max(1, operations));
        Fork.tell(
                "least operations of a thread",
                members.stream().mapToLong(Member::operations).min().orElse(0));
        if (timed) {
            times(members, phase.nanos() * members.size() / operations);
        }
        long failed = members.stream().filter(Member::failed).count();
        if (failed > 0) {
            Fork.tell("threads that failed", failed);
        }
    }

    /** Of all, and in a usual hundredth of the run: once in a while the machine itself stands still. */
    private static void waits(List<Member> members) {
        var longest = IntStream.range(0, Member.PARTS)
                .mapToLong(part -> members.stream()
                        .mapToLong(member -> member.longest(part))
                        .max()
                        .orElse(0))
                .sorted()
                .toArray();
        Fork.tell("longest wait ms", longest[longest.length - 1] / 1e6);
        Fork.tell("longest wait of a hundredth ms", longest[longest.length / 2] / 1e6);
    }

    /**
     * A thread that is kept waiting asks less often, and hides in the percentiles how long the others wait: so they are
     * corrected by HdrHistogram for what would have been asked meanwhile (coordinated omission).
     *
     * @param usual nanoseconds from one operation of a thread to its next
     */
    private static void times(List<Member> members, double usual) {
        var all = members.get(0).times().copy();
        members.stream().skip(1).forEach(member -> all.add(member.times()));
        Fork.tell("p50 us", all.getValueAtPercentile(50) / 1e3);
        Fork.tell("p99 us", all.getValueAtPercentile(99) / 1e3);
        Fork.tell("p99.9 us", all.getValueAtPercentile(99.9) / 1e3);
        var corrected = all.copyCorrectedForCoordinatedOmission((long) usual);
        Fork.tell("p99 corrected us", corrected.getValueAtPercentile(99) / 1e3);
    }
}
