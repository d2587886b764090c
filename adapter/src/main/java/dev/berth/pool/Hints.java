package dev.berth.pool;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What each thread gave back last, roughly: where it looks first. A race costs a look into the pool's array. */
final class Hints {

    private static final int PLACES = 64; // a power of two

    private final PoolEntry[] last = new PoolEntry[PLACES];

    @Nullable
    PoolEntry last() {
        return last[place()];
    }

    /** Written only where it is another, for the collector's barrier. */
    void remember(PoolEntry entry) {
        int place = place();
        if (last[place] != entry) {
            last[place] = entry;
        }
    }

    void forget(PoolEntry entry) {
        Arrays.setAll(last, i -> last[i] == entry ? null : last[i]);
    }

    private static int place() {
        return (int) Thread.currentThread().getId() & PLACES - 1;
    }
}
