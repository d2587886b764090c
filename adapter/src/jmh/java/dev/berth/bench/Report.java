package dev.berth.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The Markdown of what the JSON files hold, also of those of an earlier run. */
final class Report {

    private static final List<String> PEERS = List.of("agroal", "hikari");

    private static final List<String> COUNTS = List.of(
            "operations/s",
            "longest wait ms",
            "longest wait of a hundredth ms",
            "process CPU ns/op",
            "least operations of a thread");
    private static final List<String> LATENCIES = List.of(
            "operations/s", "p50 us", "p99 us", "p99.9 us", "p99 corrected us", "longest wait ms", "process CPU ns/op");

    private final Machine machine;
    private final StringBuilder text = new StringBuilder();
    private final Map<String, Map<String, Map<String, Figure>>> all = new TreeMap<>();

    Report(Machine machine) {
        this.machine = machine;
    }

    String of(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            read(directory);
        }
        head();
        text.append(new Goals(all).table());
        oneThread();
        table("contended", "32 threads over 8 connections of the stub driver, held for some 100 ns", COUNTS);
        if (all.containsKey("contended")) {
            text.append(
                    "\nAll threads want to run at once: the longest wait is what the scheduler takes a thread off its");
            text.append(" processor for, as floor-tl shows, in which nobody waits for anybody.\n");
        }
        table("held", "32 threads over 8 connections of the stub driver, held for 0.1 ms", COUNTS);
        if (all.containsKey("held")) {
            text.append(
                    "\nThe longest wait of a hundredth is the longest of any thread in a usual hundredth of the run, 50 ms: once in a");
            text.append(" while the machine itself stands still, and then everybody waits.\n");
        }
        table("virtual", "1000 virtual threads over 16 connections of the stub driver, held for 1 ms", COUNTS);
        table("postgres-8", "PostgreSQL: borrow, prepare, SELECT 1, close; 8 threads over 8 connections", LATENCIES);
        table("postgres-64", "PostgreSQL, the same: 64 threads over 8 connections", LATENCIES);
        if (all.containsKey("postgres-64")) {
            text.append(
                    "\nA pool that keeps some threads waiting for long serves the others the better, and most operations");
            text.append(
                    " are theirs. So the 99th percentile is given as it is counted, and corrected by HdrHistogram for what");
            text.append(" those who waited would have asked meanwhile (coordinated omission).\n");
        }
        table("rest", "A pool of 8 that nobody uses", List.of(AtRest.JAVA, "CPU us/s", "wake-ups/s"));
        settings();
        return text.toString();
    }

    private void read(Path directory) throws IOException {
        try (var files = Files.newDirectoryStream(directory, "*.json")) {
            for (var file : files) {
                for (var figure : Figure.read(file)) {
                    all.computeIfAbsent(figure.benchmark(), key -> new java.util.LinkedHashMap<>())
                            .computeIfAbsent(figure.candidate(), key -> new TreeMap<>())
                            .put(figure.metric(), figure);
                }
            }
        }
    }

    private void head() {
        text.append("# Benchmarks\n\nWritten by `").append(machine.command()).append("` on ");
        text.append(machine.date()).append("; do not edit.\n\n");
        text.append("* ").append(machine.hardware()).append("; load average at the start ");
        text.append(machine.load()).append("\n* ").append(machine.jdk()).append("; ");
        text.append(machine.jdk25()).append("; each JVM with `");
        text.append(String.join(" ", Fork.JVM)).append("`\n* ");
        text.append(machine.versions()).append("\n\n");
        text.append("Read ratios within a table. Each figure is the median of the rounds (least..most); a round runs"
                + " every candidate once, each in a JVM of its own.\n");
    }

    // ---- one thread ----

    private void oneThread() {
        if (Plan.ONE_THREAD.stream().noneMatch(all::containsKey)) {
            return;
        }
        text.append("\n## One thread, stub driver\n\nCPU nanoseconds of the thread and bytes it allocates, per");
        text.append(" operation; in brackets times Agroal, times HikariCP. cycle: getConnection and close. request:");
        text.append(
                " borrow, prepare, query, read a row, close all. requesttx: the same with setAutoCommit(false) and");
        text.append(" commit. A request of the stub driver alone takes 24 bytes.\n\n| candidate |");
        Plan.ONE_THREAD.forEach(name -> text.append(" ").append(name).append(" |"));
        text.append("\n|---|---|---|---|\n");
        for (var candidate : OneThreadRunner.CANDIDATES) {
            if (Plan.ONE_THREAD.stream().anyMatch(name -> cell(name, candidate) != null)) {
                text.append("| ").append(candidate).append(" |");
                Plan.ONE_THREAD.forEach(name -> oneThread(name, candidate));
                text.append("\n");
            }
        }
    }

    private Map<String, Figure> cell(String benchmark, String candidate) {
        return all.getOrDefault(benchmark, Map.of()).get(candidate);
    }

    private void oneThread(String benchmark, String candidate) {
        var own = cell(benchmark, candidate);
        if (own == null) {
            text.append(" – |");
            return;
        }
        var cpu = own.get(OneThreadRunner.CPU);
        text.append(" ").append(spread(cpu)).append(" / ");
        text.append(number(own.get(OneThreadRunner.BYTES).median())).append(" B");
        var ratios = new ArrayList<String>();
        for (var peer : PEERS) {
            var other = cell(benchmark, peer);
            if (other != null) {
                double ratio = cpu.median() / other.get(OneThreadRunner.CPU).median();
                ratios.add(String.format(Locale.ROOT, "%.2f", ratio));
            }
        }
        text.append(ratios.isEmpty() ? "" : " (" + String.join(", ", ratios) + ")");
        helpers(own, cpu);
        text.append(" |");
    }

    /** Work of other threads, where it is more than the compiler's and the collector's. */
    private void helpers(Map<String, Figure> own, Figure cpu) {
        double process = own.get(OneThreadRunner.PROCESS_CPU).median();
        if (process > 1.3 * cpu.median() && process - cpu.median() > 5) {
            text.append(" [process ").append(number(process)).append(", ");
            text.append(number(own.get(OneThreadRunner.PROCESS_BYTES).median())).append(" B]");
        }
    }

    // ---- the others ----

    private void table(String benchmark, String title, List<String> metrics) {
        var rows = all.get(benchmark);
        if (rows == null) {
            return;
        }
        text.append("\n## ").append(title).append("\n\n| candidate | ").append(String.join(" | ", metrics));
        text.append(" |\n|---|").append("---|".repeat(metrics.size())).append("\n");
        rows.forEach((candidate, figures) -> {
            text.append("| ").append(candidate).append(" |");
            metrics.forEach(metric ->
                    text.append(" ").append(spread(figures.get(metric))).append(" |"));
            text.append("\n");
        });
    }

    private static String spread(Figure figure) {
        if (figure == null) {
            return "–";
        }
        return figure.values().size() == 1
                ? number(figure.median())
                : number(figure.median()) + " (" + number(figure.least()) + ".." + number(figure.most()) + ")";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.1f" : "%.0f", value);
    }

    private void settings() {
        text.append(
                "\n## Settings\n\nMinimum, maximum and initial size the same; no validation on borrow, no leak"
                        + " detection, no statement cache, no statistics; autocommit on; a waiter waits a minute. Beyond that:\n\n");
        Candidates.quiet();
        all.values().stream()
                .flatMap(rows -> rows.keySet().stream())
                .distinct()
                .sorted()
                .forEach(name -> {
                    var settings = Candidates.of(name).settings();
                    text.append("* ").append(name).append(": ").append(settings).append("\n");
                });
    }
}
