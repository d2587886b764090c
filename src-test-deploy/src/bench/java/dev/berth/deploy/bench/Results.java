package dev.berth.deploy.bench;

import dev.berth.deploy.bench.Figure.Sample;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

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
        return inRounds(own, figure, List.of(own.candidate(), peer), values -> values.get(0) / values.get(1));
    }

    /** The same, of what is left of the one without what the bare adapter's XA takes more than its local. */
    Optional<Spread> ratioWithoutXaOfServer(Cell own, Candidate peer, Figure figure) {
        return inRounds(
                own,
                figure,
                List.of(own.candidate(), peer, Candidate.BARE_XA, Candidate.BARE_LOCAL),
                values -> (values.get(0) - values.get(2) + values.get(3)) / values.get(1));
    }

    private Optional<Spread> inRounds(
            Cell where, Figure figure, List<Candidate> who, ToDoubleFunction<List<Double>> measure) {
        var runs = who.stream()
                .map(candidate -> samples.getOrDefault(
                        new Cell(where.work(), where.phase(), candidate), Collections.emptyNavigableMap()))
                .toList();
        var measured = runs.get(0).keySet().stream()
                .filter(round -> runs.stream().allMatch(run -> run.containsKey(round)))
                .map(round -> measure.applyAsDouble(
                        runs.stream().map(run -> figure.of(run.get(round))).toList()))
                .toList();
        return measured.isEmpty() ? Optional.empty() : Optional.of(Spread.of(measured));
    }
}
