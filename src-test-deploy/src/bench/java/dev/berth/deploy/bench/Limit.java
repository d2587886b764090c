package dev.berth.deploy.bench;

import static dev.berth.deploy.bench.Markdown.number;

import dev.berth.deploy.bench.Results.Cell;
import java.util.List;
import java.util.Optional;

/** How far Berth is from what no adapter can be ahead of. */
final class Limit {

    private static final List<Case> CASES = List.of(Case.SELECT, Case.UPDATE, Case.TWO, Case.TEN, Case.ROWS);
    private static final List<Case> IDLE = List.of(Case.BORROW, Case.USER_TRANSACTION);
    private static final String NONE = "–";

    private final Results results;
    private final Markdown text;

    private Limit(Results results, Markdown text) {
        this.results = results;
        this.text = text;
    }

    static void write(Results results, Markdown text) {
        var limit = new Limit(results, text);
        text.paragraph("## The limit");
        text.paragraph(
                "The bare adapter is a throw-away one of this benchmark: it hands the driver's connection through"
                        + " the same server, and neither validates nor watches, cleans or recovers. What it needs beyond raw pgjdbc is the price of the server: of its pool, its"
                        + " transaction manager and the container's transaction. Like Berth it gives each thread the"
                        + " session that it had last, whichever connection the server's pool hands out: without that a"
                        + " thread and its backend are often on two processors, which both pay for. So no adapter behind"
                        + " this pool can be much ahead of it, and a goal that it misses too is out of reach of one.");
        limit.distances();
        limit.branches();
    }

    private void distances() {
        text.head(
                "case",
                "phase",
                "Berth XA, times bare",
                "bare, times raw",
                "Berth XA, times raw",
                "CPU: Berth XA, times bare",
                "CPU: bare, times raw");
        for (var work : CASES) {
            for (var phase : Phase.values()) {
                if (results.has(work, phase)) {
                    text.row(
                            work.key(),
                            phase.title(),
                            times(work, phase, Candidate.BERTH_XA, Candidate.BARE_XA, Figure.PER_SECOND),
                            times(work, phase, Candidate.BARE_XA, Candidate.RAW, Figure.PER_SECOND),
                            times(work, phase, Candidate.BERTH_XA, Candidate.RAW, Figure.PER_SECOND),
                            times(work, phase, Candidate.BERTH_XA, Candidate.BARE_XA, Figure.CPU),
                            times(work, phase, Candidate.BARE_XA, Candidate.RAW, Figure.CPU));
                }
            }
        }
        text.line("");
    }

    /** What XA costs beside local transactions, where nothing is executed. */
    private void branches() {
        var cases = IDLE.stream().filter(work -> results.has(work, Phase.ONE)).toList();
        if (cases.isEmpty()) {
            return;
        }
        text.paragraph("The price of XA beside that of local transactions, where nothing is executed ("
                + Phase.ONE.title() + "). IronJacamar asks each connection that comes back whether its resource is one"
                + " for local transactions, and for one of XA searches all that its class implements for the answer:"
                + " that, and what a branch is to the transaction manager, is what the bare adapter pays.");
        text.head("case", "adapter", "CPU ns, XA", "CPU ns, local", "XA, times local", "bytes, XA", "bytes, local");
        for (var work : cases) {
            branch(work, "Berth", Candidate.BERTH_XA, Candidate.BERTH_LOCAL);
            branch(work, "bare", Candidate.BARE_XA, Candidate.BARE_LOCAL);
        }
        text.line("");
    }

    private void branch(Case work, String name, Candidate xa, Candidate local) {
        text.row(
                work.key(),
                name,
                figure(work, xa, Figure.CPU),
                figure(work, local, Figure.CPU),
                times(work, Phase.ONE, xa, local, Figure.CPU),
                figure(work, xa, Figure.BYTES),
                figure(work, local, Figure.BYTES));
    }

    private String figure(Case work, Candidate candidate, Figure figure) {
        return shown(
                results.figure(new Cell(work, Phase.ONE, candidate), figure).map(spread -> number(spread.median())));
    }

    private String times(Case work, Phase phase, Candidate own, Candidate other, Figure figure) {
        return shown(results.ratio(new Cell(work, phase, own), other, figure).map(Markdown::ratio));
    }

    private static String shown(Optional<String> figure) {
        return figure.orElse(NONE);
    }
}
