package dev.berth.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One figure of one candidate, once for each round.
 *
 * @param benchmark the case
 * @param metric what was measured, with its unit
 */
record Figure(String benchmark, String candidate, String metric, List<Double> values) {

    private static final Pattern JSON =
            Pattern.compile("\\{\"case\":\"(.*?)\",\"candidate\":\"(.*?)\",\"metric\":\"(.*?)\",\"values\":\\[(.*?)]}");

    double median() {
        var sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    double least() {
        return values.stream().min(Double::compare).orElseThrow();
    }

    double most() {
        return values.stream().max(Double::compare).orElseThrow();
    }

    private String json() {
        var numbers = values.stream()
                .map(value -> String.format(Locale.ROOT, "%.3f", value))
                .collect(Collectors.joining(","));
        return "{\"case\":\"" + benchmark + "\",\"candidate\":\"" + candidate + "\",\"metric\":\"" + metric
                + "\",\"values\":[" + numbers + "]}";
    }

    /** An array, one figure a line. */
    static void write(Path file, List<Figure> figures) throws IOException {
        var lines = figures.stream().map(Figure::json).collect(Collectors.joining(",\n", "[\n", "\n]\n"));
        Files.createDirectories(file.getParent());
        Files.writeString(file, lines);
    }

    /** What {@link #write} wrote. */
    static List<Figure> read(Path file) throws IOException {
        return JSON.matcher(Files.readString(file))
                .results()
                .map(found -> new Figure(found.group(1), found.group(2), found.group(3), numbers(found.group(4))))
                .toList();
    }

    private static List<Double> numbers(String list) {
        return Arrays.stream(list.split(",")).map(Double::valueOf).toList();
    }
}
