package dev.berth.deploy.torture;

import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Every order and what its client was told. */
final class Journal {

    record Line(Order order, Verdict verdict, String text, LocalTime at) {

        @Override
        public String toString() {
            return "order " + order.id() + " (" + order.form() + ") answered " + verdict + " at " + at
                    + (verdict == Verdict.COMMITTED ? "" : ": " + text.replace("\n", " | "));
        }
    }

    private final Collection<Line> lines = new ConcurrentLinkedQueue<>();

    void add(Order order, Verdict verdict, String text) {
        lines.add(new Line(order, verdict, text, LocalTime.now(ZoneId.systemDefault())));
    }

    List<Line> lines() {
        return List.copyOf(lines);
    }

    Map<Verdict, Integer> outcomes() {
        var all = new EnumMap<Verdict, Integer>(Verdict.class);
        lines.forEach(line -> all.merge(line.verdict(), 1, Integer::sum));
        return all;
    }
}
