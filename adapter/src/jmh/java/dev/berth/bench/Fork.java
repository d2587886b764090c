package dev.berth.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A JVM of its own for one candidate in one round: what ran before has no say in what its compiler sees. */
final class Fork {

    private static final int LONGEST_SECONDS = 120;

    /** Said outright: by themselves JVMs choose by the machine. */
    static final String[] JVM = {"-Xms512m", "-Xmx512m", "-XX:+UseG1GC"};

    private static final String MARK = "figure\t";

    private final Figures figures;
    private final List<String> settings = new ArrayList<>();

    Fork(Figures figures) {
        this.figures = figures;
    }

    /** A system property of the JVMs. */
    Fork with(String name, String value) {
        settings.add("-D" + name + "=" + value);
        return this;
    }

    /** Runs one case there. */
    void run(String java, String benchmark, String candidate) throws IOException, InterruptedException {
        var command = new ArrayList<String>(List.of(java));
        command.addAll(List.of(JVM));
        command.addAll(settings);
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), Forked.class.getName(), benchmark, candidate));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        // a pool that loses a wake-up would hold up all others for good
        var tooLong = CompletableFuture.delayedExecutor(LONGEST_SECONDS, TimeUnit.SECONDS);
        var end = CompletableFuture.runAsync(process::destroyForcibly, tooLong);
        try (var out = process.inputReader()) {
            out.lines().forEach(line -> heard(line, benchmark, candidate));
        } finally {
            end.cancel(false);
        }
        if (process.waitFor() != 0) {
            System.out.println(benchmark + " of " + candidate + " FAILED with " + process.exitValue());
        }
    }

    private void heard(String line, String benchmark, String candidate) {
        if (line.startsWith(MARK)) {
            var parts = line.split("\t");
            figures.add(benchmark, candidate, parts[1], Double.parseDouble(parts[2]));
            System.out.printf("%-11s %-15s %14s %s%n", benchmark, candidate, parts[2], parts[1]);
        } else {
            System.out.println("  " + candidate + ": " + line);
        }
    }

    /** Called there: tells a figure to the JVM that started it. */
    static void tell(String metric, double value) {
        System.out.println(MARK + metric + "\t" + String.format(java.util.Locale.ROOT, "%.3f", value));
    }
}
