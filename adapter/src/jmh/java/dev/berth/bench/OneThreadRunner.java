package dev.berth.bench;

import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs {@link OneThread}, a fork for each candidate in each round, and takes out what {@link CpuMeter} counted. */
final class OneThreadRunner {

    static final String CPU = "CPU ns/op";
    static final String BYTES = "B/op";
    static final String PROCESS_CPU = "process CPU ns/op";
    static final String PROCESS_BYTES = "process B/op";
    static final String WALL = "wall ns/op";

    /** Measured beside the pools. */
    static final List<String> CANDIDATES = List.of(
            "floor-tl",
            "floor-abq",
            "berth-managed",
            "berth",
            "agroal",
            "agroal-nocache",
            "hikari",
            "vibur",
            "tomcat",
            "dbcp2",
            "c3p0");

    private final Plan plan;
    private final Figures figures;

    OneThreadRunner(Plan plan, Figures figures) {
        this.plan = plan;
        this.figures = figures;
    }

    void round(String benchmark) throws RunnerException {
        for (var candidate : plan.of(CANDIDATES)) {
            for (var result : new Runner(options(benchmark, candidate).build()).run()) {
                take(benchmark, candidate, result);
            }
        }
    }

    private org.openjdk.jmh.runner.options.ChainedOptionsBuilder options(String benchmark, String candidate) {
        return new OptionsBuilder()
                .include(OneThread.class.getName() + "\\." + benchmark + "$")
                .param("pool", candidate)
                .forks(1)
                .threads(1)
                .warmupIterations(plan.quick ? 3 : 4)
                .warmupTime(TimeValue.milliseconds(plan.quick ? 300 : 1000))
                .measurementIterations(plan.quick ? 3 : 4)
                .measurementTime(TimeValue.milliseconds(plan.quick ? 300 : 1000))
                .jvmArgs(Fork.JVM)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
    }

    /** One round's figure is the sum of its iterations divided by their operations. */
    private void take(String benchmark, String candidate, RunResult result) {
        double ops = sum(result, "ops");
        var metrics = Map.of(CPU, "cpu", BYTES, "bytes", PROCESS_CPU, "processCpu", PROCESS_BYTES, "processBytes");
        metrics.forEach((metric, counter) -> figures.add(benchmark, candidate, metric, sum(result, counter) / ops));
        figures.add(benchmark, candidate, WALL, result.getPrimaryResult().getScore());
        System.out.printf(
                "%-10s %-15s %8.1f CPU ns/op %8.1f B/op%n",
                benchmark, candidate, sum(result, "cpu") / ops, sum(result, "bytes") / ops);
    }

    private static double sum(RunResult result, String counter) {
        Result<?> found = result.getSecondaryResults().get(counter);
        if (found == null) {
            throw new IllegalStateException("JMH gave no " + counter);
        }
        return found.getScore();
    }
}
