package dev.berth.deploy.bench;

import dev.berth.deploy.bench.Results.Cell;
import dev.berth.deploy.bench.Results.Counted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Runs all cases over all candidates in rounds, and writes down what came out. */
public final class ServerBench {

    /** Operations that are counted at once, and how often: a machine that rests costs a validation more. */
    private static final int COUNTED = 20;

    private static final int TRIES = 3;

    private final Plan plan;
    private final BenchDatabase database;
    private final BenchServer server;
    private final Results results = new Results();

    private ServerBench(Plan plan, BenchDatabase database, BenchServer server) {
        this.plan = plan;
        this.database = database;
        this.server = server;
    }

    /** Fails where an operation failed, or where Berth took other round trips than it promises. */
    public static void main(String[] arguments) throws Exception {
        var plan = new Plan();
        var work = Path.of(System.getProperty("berth.it.work"), "server-bench");
        Files.createDirectories(work);
        try (var database = BenchDatabase.start(work.resolve("postgresql"));
                var server = BenchServer.start(work, database)) {
            new ServerBench(plan, database, server).run();
        }
    }

    private void run() throws IOException, InterruptedException, SQLException {
        for (var work : plan.cases()) {
            warmUp(work);
        }
        for (var work : plan.cases()) {
            count(work);
        }
        for (int round = 0; round < plan.rounds(); round++) {
            database.tidy();
            for (var phase : Phase.values()) {
                for (var work : plan.cases()) {
                    round(work, phase, round);
                }
            }
        }
    }

    private void warmUp(Case work) throws IOException, InterruptedException {
        for (var candidate : work.candidates()) {
            server.run(new Cell(work, Phase.EIGHT, candidate), 0, plan.firstWarmUpMillis());
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

    /** Each time another one begins. */
    private void round(Case work, Phase phase, int round) throws IOException, InterruptedException {
        List<Candidate> candidates = new ArrayList<>(work.candidates());
        Collections.rotate(candidates, -round);
        for (var candidate : candidates) {
            var cell = new Cell(work, phase, candidate);
            var sample = server.run(cell, plan.warmUpMillis(), plan.measuredMillis());
            results.add(cell, sample);
            say(
                    "round %d, %s, %s, %s: %.0f/s, CPU %.0f ns",
                    round + 1, phase.title(), work.key(), candidate.label(), sample.perSecond(), sample.cpuNanos());
        }
    }

    private static void say(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }
}
