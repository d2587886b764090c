package dev.berth.stress;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeMap;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.TestResult;

/** What the tests saw, summed up over the kinds of JVM that they ran in. */
final class Results {

    /** Of one test. */
    private static final class Sum {
        private long iterations;
        private long forbidden;
        private int runs;
        private int failed;
    }

    private final TreeMap<String, Sum> sums = new TreeMap<>();

    Results(SortedSet<String> wanted, Collection<TestResult> seen) {
        wanted.forEach(test -> sums.put(test, new Sum()));
        seen.forEach(this::add);
    }

    private void add(TestResult result) {
        var sum = sums.computeIfAbsent(result.getName(), test -> new Sum());
        sum.runs++;
        if (result.status() != Status.NORMAL) {
            sum.failed++;
        }
        for (var outcome : result.grading().gradingResults.values()) {
            sum.iterations += outcome.count;
            sum.forbidden += outcome.expect == Expect.FORBIDDEN ? outcome.count : 0;
        }
    }

    /** Something forbidden, a failure, or a test that never ran, as one of three actors on two processors. */
    boolean isBad() {
        return sums.isEmpty()
                || sums.values().stream().anyMatch(sum -> sum.forbidden + sum.failed > 0 || sum.iterations == 0);
    }

    String text(boolean quick, String only) {
        long iterations =
                sums.values().stream().mapToLong(sum -> sum.iterations).sum();
        long forbidden = sums.values().stream().mapToLong(sum -> sum.forbidden).sum();
        var text = new StringBuilder("## Stress\n\nWritten by `mvn -B -Pstress");
        text.append(quick ? " -Dstress.quick=true" : "").append(only.equals("all") ? "" : " -Dstress.only=" + only);
        text.append(" -pl adapter verify` on ")
                .append(LocalDate.now(ZoneOffset.UTC))
                .append("; do not edit.\n\n* ");
        text.append(Runtime.getRuntime().availableProcessors()).append(" processors seen, ");
        text.append(System.getProperty("os.name"))
                .append(' ')
                .append(System.getProperty("os.arch"))
                .append("\n* ");
        text.append(System.getProperty("java.vm.name")).append(' ').append(System.getProperty("java.vm.version"));
        text.append("; jcstress ")
                .append(System.getProperty("stress.version", "unknown"))
                .append("\n\n");
        text.append(String.format(
                Locale.ROOT, "%d tests, %,d iterations, forbidden = %d.%n%n", sums.size(), iterations, forbidden));
        text.append("| test | JVMs | iterations | forbidden |\n|---|---|---|---|\n");
        sums.forEach((test, sum) -> text.append(String.format(
                Locale.ROOT,
                "| %s | %d%s | %,d | %d |%n",
                test.replace("dev.berth.", ""),
                sum.runs,
                sum.failed == 0 ? "" : ", " + sum.failed + " of them failed",
                sum.iterations,
                sum.forbidden)));
        return text.toString();
    }
}
