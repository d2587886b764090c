package dev.berth.managed;

import dev.berth.dialect.Dialect;
import dev.berth.dialect.Trace;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What statements leave behind, by their text: each is looked at once, for applications run the same ones again and
 * again. One place for each hash, so that texts made anew each time push out no more than one another.
 */
final class TraceTable {

    private static final int PLACES = 1024; // a power of two

    /** Longer texts are looked at each time, rather than kept. */
    static final int LONGEST = 4096;

    private record Entry(String sql, Set<Trace> traces) {}

    private final Dialect dialect;
    private final AtomicReferenceArray<@Nullable Entry> entries = new AtomicReferenceArray<>(PLACES);

    TraceTable(Dialect dialect) {
        this.dialect = dialect;
    }

    Set<Trace> of(String sql) {
        int hash = sql.hashCode();
        int place = (hash ^ hash >>> 16) & PLACES - 1;
        var entry = entries.get(place);
        if (entry != null && entry.sql().equals(sql)) {
            return entry.traces();
        }
        var traces = dialect.traces(sql);
        if (sql.length() <= LONGEST) {
            entries.set(place, new Entry(sql, traces));
        }
        return traces;
    }
}
