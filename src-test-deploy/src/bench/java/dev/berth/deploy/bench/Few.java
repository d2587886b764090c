package dev.berth.deploy.bench;

import static dev.berth.deploy.bench.Markdown.number;

import dev.berth.deploy.bench.Results.Cell;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The same server, with few run in it: at first Berth XA alone, then beside it those that its own cost is compared with.
 * Where all candidates are called from the same places, of the server and of the application, the JVM compiles hardly any
 * of them into its caller. It tells what that costs, and excuses nothing: the bare adapter is called from there, too.
 */
final class Few {

    private static final List<Case> CASES = List.of(Case.SELECT, Case.ROWS);
    private static final List<Candidate> CANDIDATES =
            List.of(Candidate.BERTH_XA, Candidate.BERTH_LOCAL, Candidate.BARE_XA, Candidate.BARE_LOCAL, Candidate.RAW);

    private final Plan plan;
    private final Results results = new Results();

    Few(Plan plan) {
        this.plan = plan;
    }

    private List<Case> cases() {
        return CASES.stream().filter(plan.cases()::contains).toList();
    }

    /**
     * Of what was asked for.
     *
     * @param cli the lines that configure the server
     * @param profiles gets that of Berth alone
     */
    void measure(Path work, BenchDatabase database, List<String> cli, Profiles profiles)
            throws IOException, InterruptedException, SQLException {
        if (cases().isEmpty()) {
            return;
        }
        try (var server = BenchServer.start(work, "server-of-few", database, cli)) {
            if (cases().contains(Case.SELECT)) {
                profiles.measureAlone(plan, server);
            }
            var rounds = new Rounds(plan, database, server, results);
            for (var one : cases()) {
                rounds.warmUp(one, CANDIDATES);
            }
            rounds.prepare(Phase.ONE, CANDIDATES);
            for (int round = 0; round < plan.roundsOfFew(); round++) {
                database.tidy();
                for (var one : cases()) {
                    rounds.round(one, Phase.ONE, round, CANDIDATES);
                }
            }
            rounds.end();
        }
    }

    Results results() {
        return results;
    }

    void write(Markdown text) {
        if (cases().isEmpty()) {
            return;
        }
        text.paragraph("## Beside few");
        text.paragraph("Where all candidates are called from the same places, of the server and of the application, the"
                + " JVM compiles hardly any of them into its caller; for who deploys one adapter it does. No goal is judged by"
                + " this: it tells what that costs. It is"
                + " the same server, in which Berth XA was run alone for " + plan.warmUpAloneMillis() / 1000
                + " s and [watched](#profile), and after that only these: CPU ns per operation, " + Phase.ONE.title()
                + ", over " + plan.roundsOfFew() + " rounds, with the ratios within a round.");
        var head = new ArrayList<>(List.of("case"));
        CANDIDATES.forEach(candidate -> head.add(candidate.label()));
        head.addAll(List.of("Berth XA, times local", "Berth XA, times bare", "bare, times raw", "Berth XA, times raw"));
        text.head(head.toArray(String[]::new));
        cases().forEach(one -> row(text, one));
        text.line("");
    }

    private void row(Markdown text, Case work) {
        var cells = new ArrayList<Object>(List.of(work.key()));
        for (var candidate : CANDIDATES) {
            cells.add(number(results.figure(cell(work, candidate), Figure.CPU)
                    .orElseThrow()
                    .median()));
        }
        cells.add(times(work, Candidate.BERTH_XA, Candidate.BERTH_LOCAL));
        cells.add(times(work, Candidate.BERTH_XA, Candidate.BARE_XA));
        cells.add(times(work, Candidate.BARE_XA, Candidate.RAW));
        cells.add(times(work, Candidate.BERTH_XA, Candidate.RAW));
        text.row(cells.toArray());
    }

    private String times(Case work, Candidate own, Candidate other) {
        return Markdown.ratio(results.ratio(cell(work, own), other, Figure.CPU).orElseThrow());
    }

    private static Cell cell(Case work, Candidate candidate) {
        return new Cell(work, Phase.ONE, candidate);
    }
}
