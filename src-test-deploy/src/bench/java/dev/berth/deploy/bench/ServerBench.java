package dev.berth.deploy.bench;

import dev.berth.deploy.bench.Results.Counted;
import jakarta.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Runs all cases over all candidates in rounds, and writes down what came out. */
public final class ServerBench {

    /** Operations that are counted at once, and how often: a machine that rests costs a validation more. */
    private static final int COUNTED = 20;

    private static final int TRIES = 3;

    /** Beside the report. */
    private static final String CHART = "benchmarks.svg";

    private final Plan plan;
    private final BenchDatabase database;
    private final BenchServer server;
    private final Results results = new Results();
    private final Rounds rounds;
    private final Profiles profiles = new Profiles();

    private ServerBench(Plan plan, BenchDatabase database, BenchServer server) throws IOException, SQLException {
        this.plan = plan;
        this.database = database;
        this.server = server;
        this.rounds = new Rounds(plan, database, server, results);
    }

    /** Fails where an operation failed, or where Berth took other round trips than it promises. */
    public static void main(String[] arguments) throws Exception {
        var plan = new Plan();
        var work = Path.of(System.getProperty("berth.it.work"), "server-bench");
        Files.createDirectories(work);
        try (var database = BenchDatabase.start(work.resolve("postgresql"))) {
            var machine = Machine.now(plan, database);
            var growth =
                    plan.wantsGrowth() ? Optional.of(Growth.measure(plan, work, database)) : Optional.<Growth>empty();
            var cli = ServerCli.ofCases(Application.ofCases(work), Application.bareWithDriverOfBerth(work));
            try (var server = BenchServer.start(work, "server", database, cli, BenchServer.PROFILED)) {
                var bench = new ServerBench(plan, database, server);
                bench.run();
                bench.profiles.measure(plan, server);
                bench.write(work, machine, growth);
                bench.check();
            }
        }
    }

    private void run() throws IOException, InterruptedException, SQLException {
        Profiles.prepare(plan, server);
        for (var work : plan.cases()) {
            rounds.warmUp(work, work.candidates());
        }
        for (var work : plan.cases()) {
            overTheWire(work);
        }
        database.awaitSilence();
        for (var work : plan.cases()) {
            count(work);
        }
        for (int round = 0; round < plan.rounds(); round++) {
            database.tidy();
            for (var phase : Phase.values()) {
                if (plan.before(round + 1, phase) > plan.before(round, phase)) {
                    rounds.prepare(phase, Case.SELECT.candidates());
                    round(phase);
                }
            }
        }
        for (int round = 0; round < plan.furtherRounds() && further(); round += plan.roundsAtOnce()) {
            database.tidy();
        }
        rounds.end();
    }

    private void round(Phase phase) throws IOException, InterruptedException {
        results.handover(Handover.nanos());
        for (var work : plan.cases()) {
            rounds.round(work, phase, work.candidates());
        }
    }

    /** Some more rounds of those who are in a goal that is not decided; whether there was one. */
    private boolean further() throws IOException, InterruptedException {
        boolean found = false;
        for (var phase : Phase.values()) {
            Map<Case, Set<Candidate>> open = new EnumMap<>(Case.class);
            Goal.all().stream()
                    .filter(goal -> goal.phase() == phase && goal.isOpen(results))
                    .forEach(goal -> open.computeIfAbsent(goal.work(), work -> EnumSet.noneOf(Candidate.class))
                            .addAll(goal.parties()));
            if (!open.isEmpty()) {
                found = true;
                rounds.prepare(phase, Case.SELECT.candidates());
                further(phase, open);
            }
        }
        return found;
    }

    private void further(Phase phase, Map<Case, Set<Candidate>> open) throws IOException, InterruptedException {
        for (int i = 0; i < plan.roundsAtOnce(); i++) {
            for (var entry : open.entrySet()) {
                var work = entry.getKey();
                rounds.round(
                        work,
                        phase,
                        entry.getValue().stream().filter(work::takes).toList());
            }
        }
    }

    /** Whatever opens its pool when it is first asked has done so then, and goes on to fill it for a while. */
    private void overTheWire(Case work) throws IOException, InterruptedException {
        for (var candidate : work.candidates()) {
            server.times(work, candidate, COUNTED);
        }
    }

    private void count(Case work) throws IOException, InterruptedException {
        for (var candidate : work.candidates()) {
            long least = Long.MAX_VALUE;
            server.times(work, candidate, COUNTED); // the driver prepares on the server what is used often
            for (int i = 0; i < TRIES; i++) {
                long before = database.roundTrips();
                server.times(work, candidate, COUNTED);
                least = Math.min(least, database.roundTrips() - before);
            }
            results.count(new Counted(work, candidate), least / (double) COUNTED);
            say("round trips of %s, %s: %.2f", work.key(), candidate.label(), least / (double) COUNTED);
        }
    }

    private void write(Path work, Machine machine, Optional<Growth> growth) throws IOException {
        JsonResults.write(
                work.resolve("results.json"),
                machine,
                results,
                profiles.json(),
                growth.map(Growth::json).orElseGet(Json::createArrayBuilder));
        for (var phase : Phase.values()) {
            Chart.write(work.resolve("throughput-" + phase.name().toLowerCase(Locale.ROOT) + ".svg"), results, phase);
        }
        Chart.write(work.resolve(CHART), results, Chart.MAIN);
        Files.writeString(
                work.resolve("report.md"),
                Report.of(
                        plan,
                        machine,
                        results,
                        profiles,
                        CHART,
                        growth.map(Growth::text).orElse("")));
        if (plan.isFull()) {
            var file = Path.of(System.getProperty("server-bench.file"));
            Files.copy(work.resolve("report.md"), file, StandardCopyOption.REPLACE_EXISTING);
            Files.copy(work.resolve(CHART), file.resolveSibling(CHART), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private void check() {
        for (var work : plan.cases()) {
            double counted = results.roundTrips(work, Candidate.BERTH_XA).orElseThrow();
            if (counted != work.roundTripsOfBerth()) {
                throw new AssertionError(Candidate.BERTH_XA.label() + " takes " + counted + " round trips for "
                        + work.key() + ", not " + work.roundTripsOfBerth());
            }
        }
    }

    private static void say(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }
}
