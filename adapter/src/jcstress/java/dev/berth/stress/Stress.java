package dev.berth.stress;

import dev.berth.MarkedSection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;

/**
 * Runs every stress test, as {@code stress.*} says, and writes the results; fails when one saw what is forbidden, or did
 * not run. Takes the directory of BENCHMARKS.md.
 */
public final class Stress {

    private Stress() {}

    /** In a directory of its own: the harness writes into the current one. */
    public static void main(String[] arguments) throws Exception {
        boolean quick = Boolean.getBoolean("stress.quick");
        var only = System.getProperty("stress.only", "all");
        var options = new Options(options(quick, only).toArray(String[]::new));
        if (!options.parse()) {
            throw new IllegalArgumentException("stress.only: '" + only + "' is no regular expression of test names");
        }
        var harness = new JCStress(options);
        var wanted = harness.getTests();
        String failure = null;
        try {
            harness.run();
        } catch (AssertionError forbidden) { // the results tell more
            failure = forbidden.getMessage();
        }
        var seen = new InProcessCollector();
        var file = new DiskReadCollector(options.getResultFile(), seen);
        file.dump();
        file.close();
        var results = new Results(wanted, seen.getTestResults());
        var text = results.text(quick, only);
        System.out.println(text);
        Files.writeString(Path.of("results.md"), text);
        if (!quick && only.equals("all")) {
            MarkedSection.STRESS.write(Path.of(arguments[0], "BENCHMARKS.md"), text);
        }
        if (failure != null || results.isBad()) {
            throw new AssertionError(failure == null ? "see the table" : failure);
        }
        System.exit(0);
    }

    /** In the long run each test runs in every kind of JVM: interpreted, by either compiler, and with its choices shuffled. */
    private static List<String> options(boolean quick, String only) {
        var options = new ArrayList<String>(List.of("-r", "html", "-f", "1", "-fsm", "1", "-sc", "false"));
        options.addAll(List.of("-t", only.equals("all") ? "dev.berth" : only));
        options.addAll(List.of("-time", quick ? "100" : "250", "-iters", quick ? "1" : "3"));
        if (quick) {
            options.addAll(List.of("-jvmArgs", "-XX:+UseParallelGC", "-af", "NONE"));
        }
        return options;
    }
}
