package dev.berth.deploy.bench;

import dev.berth.deploy.bench.Results.Cell;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Has the candidates in one server take turns. */
final class Rounds {

    /** The same orders in each run. */
    private static final long ORDER = 42;

    private final Plan plan;
    private final BenchServer server;
    private final Results results;
    private final Placement placement;
    private final Random order = new Random(ORDER);

    Rounds(Plan plan, BenchDatabase database, BenchServer server, Results results) throws IOException, SQLException {
        this.plan = plan;
        this.server = server;
        this.results = results;
        this.placement = new Placement(server.process(), database.postmaster());
    }

    /** The server's compilers have their time. */
    void warmUp(Case work, List<Candidate> who) throws IOException, InterruptedException {
        for (var candidate : who) {
            server.run(new Cell(work, Phase.EIGHT, candidate), 0, plan.firstWarmUpMillis());
        }
    }

    /** Each process is where it was held until it is moved by the scheduler, which takes a while: as long for everybody. */
    void prepare(Phase phase, List<Candidate> who) throws IOException, InterruptedException {
        if (placement.prepare(phase)) {
            for (var candidate : who) {
                server.run(new Cell(Case.SELECT, phase, candidate), 0, plan.settlingMillis());
            }
        }
    }

    /** One more, in as many turns as it has of that. */
    void round(Case work, Phase phase, List<Candidate> who) throws IOException, InterruptedException {
        int turns = plan.turns(work, phase);
        for (int i = 0; i < turns; i++) {
            turn(work, phase, turns, who);
        }
    }

    /** In another order each time: what one leaves behind is not always the same one's. */
    private void turn(Case work, Phase phase, int turns, List<Candidate> who) throws IOException, InterruptedException {
        int turn = results.next(work, phase);
        List<Candidate> candidates = new ArrayList<>(who);
        Collections.shuffle(candidates, order);
        for (var candidate : candidates) {
            var cell = new Cell(work, phase, candidate);
            var sample = server.run(cell, plan.warmUpMillis(phase) / turns, plan.measuredMillis(phase) / turns);
            results.add(cell, turn, sample);
            System.out.printf(
                    Locale.ROOT,
                    "round %d, %s, %s, %s: %.0f/s, CPU %.0f ns%n",
                    turn + 1,
                    phase.title(),
                    work.key(),
                    candidate.label(),
                    sample.perSecond(),
                    sample.cpuNanos());
        }
    }

    /** Nothing is held anywhere any more. */
    void end() throws IOException, InterruptedException {
        placement.prepare(Phase.EIGHT);
    }
}
