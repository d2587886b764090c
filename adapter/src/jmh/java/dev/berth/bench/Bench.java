package dev.berth.bench;

import dev.berth.MarkedSection;
import dev.berth.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs what is wanted, round by round, and writes the figures and the table of them. */
public final class Bench {

    private static final Path RESULTS = Path.of("target", "bench");

    private final Plan plan = new Plan();
    private final Figures figures = new Figures();
    private final String here =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private Bench() {}

    /** Takes nothing: see {@link Plan}. */
    public static void main(String[] none) throws Exception {
        var bench = new Bench();
        var machine = Machine.now(bench.plan);
        bench.all();
        var report = new Report(machine).of(RESULTS);
        Files.createDirectories(RESULTS);
        Files.writeString(RESULTS.resolve("results.md"), report);
        if (bench.plan.isFull()) {
            MarkedSection.STRESS.writeRest(Path.of("BENCHMARKS.md"), report);
        }
        System.out.println(report);
        System.exit(0); // PostgreSQL is ended with this JVM
    }

    private void all() throws Exception {
        forget();
        var oneThread = new OneThreadRunner(plan, figures);
        for (int round = 1; round <= plan.rounds(); round++) {
            System.out.println("Round " + round + " of " + plan.rounds());
            for (var benchmark : Plan.ONE_THREAD) {
                if (plan.wants(benchmark)) {
                    oneThread.round(benchmark);
                    figures.write(RESULTS, benchmark);
                }
            }
            for (var benchmark : Plan.CROWDS) {
                if (plan.wants(benchmark)) {
                    crowd(benchmark);
                    figures.write(RESULTS, benchmark);
                }
            }
        }
    }

    /** What an earlier run left, which had its own machine and day; unless its table is all that is asked for. */
    private void forget() throws IOException {
        if (plan.wants("report") && !plan.wants("cycle") || !Files.isDirectory(RESULTS)) {
            return;
        }
        try (var files = Files.newDirectoryStream(RESULTS, "*.json")) {
            for (var file : files) {
                Files.delete(file);
            }
        }
    }

    private void crowd(String benchmark) throws Exception {
        var fork = new Fork(figures).with("bench.quick", "" + plan.quick);
        var java = here;
        if (benchmark.startsWith("postgres")) {
            fork.with("bench.url", TestPostgres.url() + "?user=postgres");
        } else if ("virtual".equals(benchmark)) {
            var found = Jdk25.java();
            if (found.isEmpty()) {
                System.out.println("virtual is left out: no JDK 25 here (-Dbench.jdk25=<home>)");
                return;
            }
            java = found.get().toString();
        }
        for (var candidate : plan.of(candidates(benchmark))) {
            fork.run(java, benchmark, candidate);
        }
    }

    /** The pools, and what each case is measured against. */
    private static List<String> candidates(String benchmark) {
        var all = new ArrayList<String>();
        switch (benchmark) {
            case "contended" -> all.addAll(List.of("floor-tl", "floor-abq", "floor-semaphore", "agroal-nocache"));
            case "held" -> all.addAll(List.of("floor-abq", "floor-semaphore"));
            case "virtual" -> all.addAll(List.of("floor-semaphore", "floor-abq", "agroal-nocache"));
            case "postgres-8" -> all.add("raw");
            case "rest" -> all.add("floor-abq");
            default -> {}
        }
        all.addAll(Candidates.POOLS);
        return all;
    }
}
