package dev.berth.deploy.bench;

import dev.berth.deploy.bench.Figure.Sample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the rounds have brought so far. */
final class Results {

    /** What was run. */
    record Cell(Case work, Phase phase, Candidate candidate) {}

    /** What was counted on the wire. */
    record Counted(Case work, Candidate candidate) {}

    private final Map<Cell, List<Sample>> samples = new LinkedHashMap<>();
    private final Map<Counted, Double> roundTrips = new HashMap<>();

    private final List<Double> handovers = new ArrayList<>();

    /** What a cache line took just now. */
    void handover(double nanos) {
        handovers.add(nanos);
    }

    /** At all the times that it was looked at, in order. */
    List<Double> handovers() {
        return handovers;
    }

    /** Rounds come in their order. */
    void add(Cell cell, Sample sample) {
        samples.computeIfAbsent(cell, key -> new ArrayList<>()).add(sample);
    }

    void count(Counted what, double trips) {
        roundTrips.put(what, trips);
    }

    Map<Cell, List<Sample>> samples() {
        return samples;
    }

    Optional<Double> roundTrips(Case work, Candidate candidate) {
        return Optional.ofNullable(roundTrips.get(new Counted(work, candidate)));
    }

    boolean has(Case work, Phase phase) {
        return samples.keySet().stream().anyMatch(cell -> cell.work() == work && cell.phase() == phase);
    }

    /** Over the rounds; empty where it was not run. */
    Optional<Spread> figure(Cell cell, Figure figure) {
        return Optional.ofNullable(samples.get(cell))
                .map(all -> Spread.of(all.stream().map(figure::of).toList()));
    }

    /** Of one candidate to another in the same round, over the rounds; empty where one of both was not run. */
    Optional<Spread> ratio(Cell own, Candidate other, Figure figure) {
        var mine = samples.get(own);
        var theirs = samples.get(new Cell(own.work(), own.phase(), other));
        if (mine == null || theirs == null) {
            return Optional.empty();
        }
        var ratios = new ArrayList<Double>();
        for (int round = 0; round < mine.size(); round++) {
            ratios.add(figure.of(mine.get(round)) / figure.of(theirs.get(round)));
        }
        return Optional.of(Spread.of(ratios));
    }
}
