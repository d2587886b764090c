package dev.berth.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the rounds have brought so far, in the order in which it first came. */
final class Figures {

    private record Key(String benchmark, String candidate, String metric) {}

    private final Map<Key, List<Double>> values = new LinkedHashMap<>();

    void add(String benchmark, String candidate, String metric, double value) {
        values.computeIfAbsent(new Key(benchmark, candidate, metric), key -> new ArrayList<>())
                .add(value);
    }

    /** Writes those of one case. */
    void write(Path directory, String benchmark) throws IOException {
        var own = values.entrySet().stream()
                .filter(entry -> entry.getKey().benchmark().equals(benchmark))
                .map(entry -> new Figure(
                        benchmark, entry.getKey().candidate(), entry.getKey().metric(), entry.getValue()))
                .toList();
        if (!own.isEmpty()) {
            Figure.write(directory.resolve(benchmark + ".json"), own);
        }
    }
}
