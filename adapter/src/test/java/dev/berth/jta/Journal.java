package dev.berth.jta;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** What the clients of the torture were told, and of which trick. */
final class Journal {

    private record Line(Trick trick, Verdict verdict, String said) {}

    private final Map<Long, Line> lines = new ConcurrentHashMap<>();

    void write(long transfer, Trick trick, Verdict verdict, String said) {
        lines.put(transfer, new Line(trick, verdict, said));
    }

    Set<Long> of(Verdict verdict) {
        return lines.entrySet().stream()
                .filter(line -> line.getValue().verdict() == verdict)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Each kind of trick and of outcome that a run is to have had, or it proves less than it says. */
    void requireAll() {
        for (var trick : Trick.values()) {
            assertTrue(lines.values().stream().anyMatch(line -> line.trick() == trick), () -> "never tried: " + trick);
        }
        assertTrue(of(Verdict.COMMITTED).size() > 100, this::outcomes);
        assertTrue(of(Verdict.ROLLED_BACK).size() > 20, this::outcomes);
    }

    String outcomes() {
        var counts = new TreeMap<String, Integer>();
        var unknown = new EnumMap<Verdict, String>(Verdict.class);
        lines.values().forEach(line -> {
            counts.merge(line.verdict() + " " + line.trick(), 1, Integer::sum);
            if (line.verdict() == Verdict.UNKNOWN) {
                unknown.put(Verdict.UNKNOWN, line.said());
            }
        });
        return lines.size() + " transfers " + counts + (unknown.isEmpty() ? "" : ", one unknown: " + unknown);
    }
}
