package dev.berth.deploy.bench;

import static dev.berth.deploy.bench.Markdown.number;
import static dev.berth.deploy.bench.Markdown.ratio;

import dev.berth.deploy.bench.Results.Cell;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The Markdown of what came out. */
final class Report {

    private static final String NONE = "–";

    private static final String[] COLUMNS = {
        "candidate",
        "per s",
        "p50 µs",
        "p99 µs",
        "CPU ns",
        "of the whole JVM",
        "bytes",
        "round trips",
        "times raw",
        "Berth XA is times this",
    };

    private final Plan plan;
    private final Machine machine;
    private final Results results;
    private final Markdown text = new Markdown();

    private Report(Plan plan, Machine machine, Results results) {
        this.plan = plan;
        this.machine = machine;
        this.results = results;
    }

    /**
     * The whole report.
     *
     * @param chart the file of the picture, as the report's neighbour
     * @param growth the section on growth; empty where it was not measured
     */
    static String of(Plan plan, Machine machine, Results results, Profiles profiles, String chart, String growth) {
        var report = new Report(plan, machine, results);
        report.head();
        report.goals();
        report.picture(chart);
        report.roundTrips();
        Limit.write(results, report.text);
        for (var work : Case.values()) {
            report.work(work);
        }
        profiles.write(report.text);
        report.text.line(growth);
        report.text.paragraph(Settings.text());
        return report.text.toString().stripTrailing() + "\n";
    }

    private void head() {
        text.paragraph("# The server benchmark");
        text.paragraph("Written by `" + machine.command() + "` on " + machine.date() + "; do not edit.");
        text.line("* " + machine.hardware() + "; load average at the start " + machine.load());
        text.line("* " + machine.jdk() + "; " + machine.versions());
        text.line("* SELECT 1 takes " + number(machine.pingMicros()) + " µs over loopback and "
                + number(machine.networkPingMicros()) + " µs over the network of 1 ms, which is a relay that holds back"
                + " each direction for half of it");
        var handover = Spread.of(results.handovers());
        text.line("* a cache line took " + number(handover.median()) + " ns from one processor to the other ("
                + number(handover.least()) + ".." + number(handover.most()) + "): looked at before each phase of each"
                + " round, for it changes where a host moves its virtual machines about, and what threads share, as"
                + " those of a pool do, costs accordingly");
        text.line("* " + plan.rounds()
                + " rounds, in each of which the candidates take turns, in another order each time:");
        text.line(Arrays.stream(Phase.values())
                .map(phase -> "  " + phase.title() + " in " + plan.rounds(phase) + ", for " + plan.measuredMillis(phase)
                        + " ms each after " + plan.warmUpMillis(phase) + " ms of warm-up")
                .collect(Collectors.joining(";\n", "", ";")));
        text.line("  with 1 thread, where CPU time alone is judged, " + Plan.SHORT_TURNS
                + " times in each, as much shorter");
        text.line("* up to " + plan.furtherRounds() + " more of those who are in a goal whose 95 % interval still holds"
                + " what is wanted, and of the bare adapter beside them");
        text.line("* each candidate has an application of its own in the one server, of the same classes, as each of a"
                + " user's has its own data source: in one of all of them the JVM would compile none into the loop that"
                + " reads rows, but for raw pgjdbc, which needs no bean;"
                + " Berth, the bare adapter and raw pgjdbc call the same classes of the driver, those in Berth's .rar: two"
                + " copies of them are compiled differently, and seldom equally well");
        text.line(placement());
        text.line("");
        text.paragraph("Figures are medians over the rounds. Ratios are taken within a round, and their median is given"
                + " with the least and the most (least..most). CPU and bytes are those of the threads that work, per"
                + " operation. Server, database and network share the machine: with 8 threads on loopback its cores are"
                + " the limit, and what an adapter saves in waiting does not show there.");
    }

    private String placement() {
        return machine.holds()
                ? "* with 1 thread the server has one half of the processors and PostgreSQL the other (`taskset`), as two"
                        + " machines would; else whether both take turns on one processor, which makes a round trip cost"
                        + " half, is the scheduler's choice of the moment; each time that changes, every candidate runs "
                        + Case.SELECT.key() + " for " + plan.settlingMillis()
                        + " ms, which is not measured: a process stays"
                        + " where it was held until the scheduler moves it"
                : "* nothing was held on processors of its own: with 1 thread, whether the server and PostgreSQL take"
                        + " turns on one, which makes a round trip cost half, is the scheduler's choice of the moment";
    }

    private void goals() {
        text.paragraph("## Goals");
        text.paragraph(
                "Each for Berth XA, with everything at its default and validation on. The interval holds the true"
                        + " median in 95 of 100 cases, by the sign test; what the median itself tells is the goal's"
                        + " verdict. Those on growth are with the figures of [growth](#growth).");
        text.head("what", "wanted", "reached (least..most)", "95 % interval", "rounds", "goal");
        for (var goal : Goal.all()) {
            goal.reached(results)
                    .ifPresent(reached -> text.row(
                            goal.text(),
                            goal.wanted(),
                            ratio(reached),
                            ratio(reached.low()) + ".." + ratio(reached.high()),
                            reached.count(),
                            goal.verdict(reached, results)));
        }
        text.line("");
    }

    private void picture(String file) {
        var caption = "Throughput, " + Chart.MAIN.title() + ": times that of the built-in XA data source";
        text.paragraph("![" + caption + "](" + file + ")").paragraph("*" + caption + ".*");
    }

    private void roundTrips() {
        text.paragraph("## Round trips");
        text.paragraph(
                "On the wire, per operation, counted with one thread: how often the server spoke and the database"
                        + " had answered before it went on.");
        var cases = plan.cases();
        var columns = new ArrayList<>(List.of("candidate"));
        cases.forEach(work -> columns.add(work.key()));
        text.head(columns.toArray(String[]::new));
        for (var candidate : Candidate.values()) {
            var cells = new ArrayList<>(List.of(candidate.label()));
            cases.forEach(work -> cells.add(trips(work, candidate)));
            text.row(cells.toArray());
        }
        text.line("");
    }

    private String trips(Case work, Candidate candidate) {
        return results.roundTrips(work, candidate).map(Markdown::ratio).orElse(NONE);
    }

    private void work(Case work) {
        if (plan.cases().contains(work)) {
            text.paragraph("## " + work.title() + " (" + work.key() + ")");
            absent(work);
            for (var phase : Phase.values()) {
                phase(work, phase);
            }
        }
    }

    private void absent(Case work) {
        var absent = Arrays.stream(Candidate.values())
                .filter(candidate -> !work.takes(candidate))
                .map(candidate -> candidate.label() + " (" + work.whyNot(candidate) + ")")
                .collect(Collectors.joining(", "));
        if (!absent.isEmpty()) {
            text.paragraph("Without " + absent + ".");
        }
    }

    private void phase(Case work, Phase phase) {
        text.paragraph("**" + phase.title() + "**");
        text.head(COLUMNS);
        for (var candidate : work.candidates()) {
            var cell = new Cell(work, phase, candidate);
            text.row(
                    candidate.label(),
                    figure(cell, Figure.PER_SECOND),
                    figure(cell, Figure.P50),
                    figure(cell, Figure.P99),
                    figure(cell, Figure.CPU),
                    figure(cell, Figure.PROCESS_CPU),
                    figure(cell, Figure.BYTES),
                    trips(work, candidate),
                    times(cell, Candidate.RAW),
                    times(new Cell(work, phase, Candidate.BERTH_XA), candidate));
        }
        text.line("");
    }

    private String figure(Cell cell, Figure figure) {
        return results.figure(cell, figure)
                .map(spread -> number(spread.median()))
                .orElse(NONE);
    }

    private String times(Cell own, Candidate other) {
        return own.candidate() == other
                ? "1"
                : results.ratio(own, other, Figure.PER_SECOND)
                        .map(Markdown::ratio)
                        .orElse(NONE);
    }
}
