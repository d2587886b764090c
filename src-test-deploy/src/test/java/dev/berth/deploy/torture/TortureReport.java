package dev.berth.deploy.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a torture came to. */
record TortureReport(
        Target target,
        long seed,
        double minutes,
        Map<FaultKind, Integer> faults,
        Map<Verdict, Integer> outcomes,
        List<String> violations,
        List<String> inDoubt,
        long recoverySeconds,
        long transactionRecords,
        List<String> samples) {

    int faultCount() {
        return faults.values().stream().mapToInt(Integer::intValue).sum();
    }

    void writeTo(Path file) throws IOException {
        Files.writeString(file, json());
    }

    private String json() {
        return "{\n  \"target\": " + quoted(target.name()) + ",\n  \"seed\": " + seed + ",\n  \"minutes\": " + minutes
                + ",\n  \"faults\": " + faultCount() + ",\n  \"faultsByKind\": " + object(faults)
                + ",\n  \"transactions\": "
                + outcomes.values().stream().mapToInt(Integer::intValue).sum() + ",\n  \"transactionsByOutcome\": "
                + object(outcomes) + ",\n  \"violations\": " + array(violations) + ",\n  \"inDoubt\": " + array(inDoubt)
                + ",\n  \"recoverySeconds\": " + recoverySeconds + ",\n  \"transactionRecords\": " + transactionRecords
                + ",\n  \"unknownSamples\": " + array(samples)
                + "\n}\n";
    }

    private static String object(Map<?, Integer> counts) {
        return counts.entrySet().stream()
                .map(entry -> "    " + quoted(entry.getKey().toString()) + ": " + entry.getValue())
                .collect(Collectors.joining(",\n", "{\n", "\n  }"));
    }

    private static String array(List<String> texts) {
        return texts.isEmpty()
                ? "[]"
                : texts.stream().map(text -> "    " + quoted(text)).collect(Collectors.joining(",\n", "[\n", "\n  ]"));
    }

    private static String quoted(String text) {
        var json = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                json.append('\\').append((char) c);
            } else if (c < ' ') {
                json.append(String.format("\\u%04x", c));
            } else {
                json.append((char) c);
            }
        });
        return json.append('"').toString();
    }

    /** For people: one screen. */
    @Override
    public String toString() {
        return "torture of " + target + ", seed " + seed + ", " + minutes + " min: " + faultCount() + " faults "
                + faults
                + ", transactions " + outcomes + ", " + violations.size() + " violations, " + inDoubt.size()
                + " in doubt (" + recoverySeconds + " s after the end), " + transactionRecords
                + " records in the transaction manager"
                + violations.stream().limit(20).map(v -> "\n  VIOLATION " + v).collect(Collectors.joining())
                + inDoubt.stream().limit(20).map(x -> "\n  IN DOUBT " + x).collect(Collectors.joining());
    }
}
