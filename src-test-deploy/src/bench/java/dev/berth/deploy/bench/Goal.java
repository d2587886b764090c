package dev.berth.deploy.bench;

import dev.berth.deploy.bench.Results.Cell;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What we want to reach: the median, over the rounds, of a ratio within a round.
 *
 * @param atLeast whether more is better; else the limit is the most that we allow
 */
record Goal(Case work, Phase phase, Candidate own, Candidate peer, Figure figure, double limit, boolean atLeast) {

    /** How many times worse than the bare adapter it may be where both miss. */
    private static final double ALLOWED = 1.03;

    /** All of them; what was not run is asked for all the same, and is not in the report. */
    static List<Goal> all() {
        List<Goal> all = new ArrayList<>();
        bothPeers(all, Phase.ONE, Case.SELECT, 1.35, 1.35);
        bothPeers(all, Phase.ONE, Case.UPDATE, 1.25, 1.25);
        bothPeers(all, Phase.NETWORK, Case.SELECT, 1.4, 1.4);
        bothPeers(all, Phase.NETWORK, Case.UPDATE, 1.35, 1.35);
        bothPeers(all, Phase.NETWORK, Case.TWO, 1.2, 1.2);
        bothPeers(all, Phase.EIGHT, Case.SELECT, 1.2, 1.15);
        bothPeers(all, Phase.EIGHT, Case.UPDATE, 1.15, 1.05);
        bothPeers(all, Phase.EIGHT, Case.TWO, 1, 1);
        bothPeers(all, Phase.EIGHT, Case.USER_TRANSACTION, 8, 8);
        all.add(faster(Phase.EIGHT, Case.SELECT, Candidate.BUILTIN_LOCAL, 1));
        all.add(faster(Phase.EIGHT, Case.UPDATE, Candidate.BUILTIN_LOCAL, 1));
        all.add(faster(Phase.EIGHT, Case.SELECT, Candidate.BUILTIN_XA_MATCH, 1.45));
        all.add(faster(Phase.EIGHT, Case.UPDATE, Candidate.BUILTIN_XA_MATCH, 1.4));
        all.add(cheaper(Case.BORROW, Candidate.BUILTIN_XA, 0.7));
        all.add(cheaper(Case.ROWS, Candidate.RAW, 1.03));
        for (var work : Case.values()) {
            if (work.takes(Candidate.BERTH_LOCAL)) {
                all.add(cheaper(work, Candidate.BERTH_LOCAL, 1.05));
            }
        }
        return all;
    }

    private static void bothPeers(List<Goal> all, Phase phase, Case work, double builtin, double agroal) {
        all.add(faster(phase, work, Candidate.BUILTIN_XA, builtin));
        all.add(faster(phase, work, Candidate.AGROAL_XA, agroal));
    }

    private static Goal faster(Phase phase, Case work, Candidate peer, double limit) {
        return new Goal(work, phase, Candidate.BERTH_XA, peer, Figure.PER_SECOND, limit, true);
    }

    /** With one thread, where nobody else's work is in between. */
    private static Goal cheaper(Case work, Candidate peer, double limit) {
        return new Goal(work, Phase.ONE, Candidate.BERTH_XA, peer, Figure.CPU, limit, false);
    }

    Optional<Spread> reached(Results results) {
        return results.ratio(new Cell(work, phase, own), peer, figure);
    }

    /** Who takes part, the bare adapter too, which tells what a miss is due to. */
    Set<Candidate> parties() {
        return EnumSet.of(own, peer, Candidate.BARE_XA, barePeer());
    }

    private Candidate barePeer() {
        return peer == Candidate.BERTH_LOCAL ? Candidate.BARE_LOCAL : peer;
    }

    /** Whether more rounds may tell something else: of the goal, or of what a miss is due to. */
    boolean isOpen(Results results) {
        return reached(results)
                .filter(reached -> reached.leavesOpen(limit) || !isMet(reached) && leavesDueOpen(results))
                .isPresent();
    }

    private boolean leavesDueOpen(Results results) {
        return peer == barePeer()
                && besideBare(results)
                        .filter(times -> times.leavesOpen(atLeast ? 1 / ALLOWED : ALLOWED))
                        .isPresent();
    }

    boolean isMet(Spread reached) {
        return atLeast ? reached.median() >= limit : reached.median() <= limit;
    }

    boolean isOfThroughput(Case ofThat, Phase inThat) {
        return work == ofThat && phase == inThat && figure == Figure.PER_SECOND;
    }

    /** What the bare adapter reaches, where the same can be asked of it. */
    Optional<Spread> reachedByBare(Results results) {
        return results.ratio(new Cell(work, phase, Candidate.BARE_XA), barePeer(), figure);
    }

    /**
     * Missed by the bare adapter too, which does nothing of its own, and not by more than it is: then what is in the way
     * is not the adapter's.
     */
    String verdict(Spread reached, Results results) {
        if (isMet(reached)) {
            return "met";
        }
        return reachedByBare(results)
                .filter(bare -> !isMet(bare) && behind(reached, bare, results) <= ALLOWED)
                .map(bare -> "missed, and by the bare adapter too (" + Markdown.ratio(bare) + "): outside the adapter")
                .orElse("**missed**");
    }

    private Optional<Spread> besideBare(Results results) {
        return results.ratio(new Cell(work, phase, own), Candidate.BARE_XA, figure);
    }

    /** How many times worse than the bare one: within a round, where both have the same peer. */
    private double behind(Spread reached, Spread bare, Results results) {
        double times =
                peer == barePeer() ? besideBare(results).orElseThrow().median() : reached.median() / bare.median();
        return atLeast ? 1 / times : times;
    }

    String text() {
        return (atLeast ? "throughput, " : "CPU per operation, ") + phase.title() + ": " + work.key();
    }

    String wanted() {
        return String.format(Locale.ROOT, "%s %.2f of %s", atLeast ? "≥" : "≤", limit, peer.label());
    }
}
