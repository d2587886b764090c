package dev.berth;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One table of all obligations out of what the modules' tests have shown. */
public final class ObligationReport {

    /** One obligation: M must, S should, O optional. */
    public record Entry(int number, String level, String title) {}

    private record Shown(int tests, int passed) {}

    private ObligationReport() {}

    /** The table to write, then the files to read; a file that is not there counts for nothing. */
    public static void main(String[] paths) throws IOException {
        var missing = write(
                Path.of(paths[0]), Arrays.stream(paths).skip(1).map(Path::of).toList());
        if (!missing.isEmpty()) {
            missing.forEach(System.err::println);
            throw new IllegalStateException(missing.size() + " obligations are not shown: " + missing);
        }
    }

    /**
     * Writes {@code number;level;tests;passed;title}.
     *
     * @return in words, each obligation that no test shows, or not every one of its tests
     */
    public static List<String> write(Path table, List<Path> files) throws IOException {
        var shown = read(files);
        var lines = new ArrayList<String>();
        var missing = new ArrayList<String>();
        lines.add("number;level;tests;passed;title");
        for (var entry : all()) {
            var by = shown.getOrDefault(entry.number(), new Shown(0, 0));
            var reason = NotClaimed.REASONS.get(entry.number());
            var claimed = by.tests() > 0 || reason == null;
            var good = by.tests() > 0 && by.tests() == by.passed();
            lines.add(String.join(
                    ";",
                    "" + entry.number(),
                    entry.level(),
                    "" + by.tests(),
                    claimed ? "" + good : "not claimed",
                    claimed ? entry.title() : entry.title() + " (" + reason + ")"));
            if (claimed && !good) {
                missing.add(entry.number() + " (" + entry.title() + "): " + by.passed() + " of " + by.tests()
                        + " tests passed");
            }
        }
        Files.createDirectories(table.toAbsolutePath().getParent());
        Files.write(table, lines);
        return missing;
    }

    private static Map<Integer, Shown> read(List<Path> files) throws IOException {
        var shown = new LinkedHashMap<Integer, Shown>();
        for (var file : files) {
            if (Files.exists(file)) {
                for (var line : Files.readAllLines(file)) {
                    var field = line.split(";", -1);
                    shown.merge(
                            Integer.valueOf(field[0]),
                            new Shown(1, Boolean.parseBoolean(field[2]) ? 1 : 0),
                            (a, b) -> new Shown(a.tests() + b.tests(), a.passed() + b.passed()));
                }
            }
        }
        return shown;
    }

    /** Every obligation there is. */
    public static List<Entry> all() throws IOException {
        try (var text = ObligationReport.class.getResourceAsStream("obligations.txt")) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(";", 3))
                    .map(field -> new Entry(Integer.parseInt(field[0]), field[1], field[2]))
                    .toList();
        }
    }
}
