package dev.berth.deploy.bench;

import dev.berth.deploy.bench.Figure.Sample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** What the rounds have brought so far. */
final class Results {

    /** What was run. */
    record Cell(Case work, Phase phase, Candidate candidate) {}

    /** What was counted on the wire. */
    record Counted(Case work, Candidate candidate) {}

    /** By round: not everyone took part in every one. */
    private final Map<Cell, NavigableMap<Integer, Sample>> samples = new LinkedHashMap<>();

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

    void add(Cell cell, int round, Sample sample) {
        samples.computeIfAbsent(cell, key -> new TreeMap<>()).put(round, sample);
    }

    /** The next round of that. */
    int next(Case work, Phase phase) {
        return 1
                + samples.entrySet().stream()
                        .filter(run ->
                                run.getKey().work() == work && run.getKey().phase() == phase)
                        .mapToInt(run -> run.getValue().lastKey())
                        .max()
                        .orElse(-1);
    }

    void count(Counted what, double trips) {
        roundTrips.put(what, trips);
    }

    Map<Cell, NavigableMap<Integer, Sample>> samples() {
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
                .map(all -> Spread.of(all.values().stream().map(figure::of).toList()));
    }

    /** Of one candidate to another in the same round, over the rounds that both took part in; empty without any. */
    Optional<Spread> ratio(Cell own, Candidate peer, Figure figure) {
        var mine = samples.get(own);
        var theirs = samples.get(new Cell(own.work(), own.phase(), peer));
        if (mine == null || theirs == null) {
            return Optional.empty();
        }
        var ratios = new ArrayList<Double>();
        mine.forEach((round, sample) -> {
            var other = theirs.get(round);
            if (other != null) {
                ratios.add(figure.of(sample) / figure.of(other));
            }
        });
        return ratios.isEmpty() ? Optional.empty() : Optional.of(Spread.of(ratios));
    }
}
