package dev.berth.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What is to be reached, and whether it was: computed from the figures of the same run. */
final class Goals {

    private static final String OURS = "berth";
    private static final String RATE = "operations/s";
    private static final String LONGEST = "longest wait ms";
    private static final String P99 = "p99 corrected us";
    private static final String HUNDREDTH = "longest wait of a hundredth ms";

    private final Map<String, Map<String, Map<String, Figure>>> all;
    private final StringBuilder text = new StringBuilder();

    Goals(Map<String, Map<String, Map<String, Figure>>> all) {
        this.all = all;
    }

    /** A table; nothing where nothing was measured. */
    String table() {
        atMost("cycle: CPU time, times Agroal's", 1, ratio("cycle", OneThreadRunner.CPU, "agroal"));
        atMost("cycle: bytes", 56, value("cycle", OURS, OneThreadRunner.BYTES));
        atLeast("request: times faster than Agroal", 1.3, 1 / ratio("request", OneThreadRunner.CPU, "agroal"));
        atLeast("request: times faster than HikariCP", 1.3, 1 / ratio("request", OneThreadRunner.CPU, "hikari"));
        atMost("request: bytes", 112, value("request", OURS, OneThreadRunner.BYTES));
        atLeast("contended: throughput, times Agroal's", 0.9, ratio("contended", RATE, "agroal"));
        atMost("held: longest wait in a usual hundredth, times HikariCP's", 0.1, ratio("held", HUNDREDTH, "hikari"));
        atLeast("virtual: throughput, times a semaphore's", 1, ratio("virtual", RATE, "floor-semaphore"));
        atMost("virtual: longest wait, ms", 300, value("virtual", OURS, LONGEST));
        atMost(
                "postgres-64: corrected p99, times the best other pool's",
                1,
                value("postgres-64", OURS, P99) / bestP99());
        atLeast("postgres-64: throughput, times the best pool's with one within twice ours", 0.95, amongQuick());
        atLeast("postgres-8: throughput, times the best pool's (noise: 0.95)", 0.95, amongAll());
        atMost("rest: CPU time of its threads, µs a second", 1, value("rest", OURS, AtRest.JAVA));
        return text.isEmpty() ? "" : "\n## Goals\n\n| goal | wanted | measured | |\n|---|---|---|---|\n" + text;
    }

    // ---- figures ----

    private double value(String benchmark, String candidate, String metric) {
        var figure = all.getOrDefault(benchmark, Map.of())
                .getOrDefault(candidate, Map.of())
                .get(metric);
        return figure == null ? Double.NaN : figure.median();
    }

    private double ratio(String benchmark, String metric, String to) {
        return value(benchmark, OURS, metric) / value(benchmark, to, metric);
    }

    private double best(List<String> pools, ToDoubleFunction<String> of) {
        return pools.stream()
                .mapToDouble(of)
                .filter(value -> !Double.isNaN(value))
                .max()
                .orElse(Double.NaN);
    }

    private static List<String> others() {
        return Candidates.POOLS.stream().filter(name -> !name.equals(OURS)).toList();
    }

    private double bestP99() {
        return -best(others(), name -> -value("postgres-64", name, P99));
    }

    private double amongQuick() {
        double ours = value("postgres-64", OURS, P99);
        var quick = Candidates.POOLS.stream()
                .filter(name -> value("postgres-64", name, P99) <= 2 * ours)
                .toList();
        return value("postgres-64", OURS, RATE) / best(quick, name -> value("postgres-64", name, RATE));
    }

    private double amongAll() {
        return value("postgres-8", OURS, RATE) / best(Candidates.POOLS, name -> value("postgres-8", name, RATE));
    }

    // ---- rows ----

    private void atMost(String goal, double wanted, double measured) {
        row(goal, "at most " + number(wanted), measured, measured <= wanted);
    }

    private void atLeast(String goal, double wanted, double measured) {
        row(goal, "at least " + number(wanted), measured, measured >= wanted);
    }

    private void row(String goal, String wanted, double measured, boolean met) {
        if (!Double.isNaN(measured)) {
            text.append("| ").append(goal).append(" | ").append(wanted).append(" | ");
            text.append(number(measured))
                    .append(" | ")
                    .append(met ? "met" : "**missed**")
                    .append(" |\n");
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.0f", value);
    }
}
