package dev.berth.pool;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ResourceAllocationException;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Connections of one identity. Lending is a compare-and-set on an entry, and so is taking back; whoever finds none waits
 * in {@link Waiters}, while {@link Growth} opens another where there is place. No lock is held over a connection's call.
 */
final class Pool {

    private final PoolConfig config;
    private final LongSupplier clock;
    private final LongSupplier tick;
    private final Runnable changed;
    private final Growth growth;
    private final Waiters waiters = new Waiters();
    private final Hints hints = new Hints();
    private final PoolStatistics statistics = new PoolStatistics();

    private final PoolEntries entries = new PoolEntries();
    private volatile boolean closed;
    private int next; // for FIFO: where the next look begins; a race costs the order

    /**
     * Opens nothing yet.
     *
     * @param tick the clock, as it was a moment ago
     * @param changed told when there are more connections, or fewer
     */
    Pool(PoolConfig config, LongSupplier clock, LongSupplier tick, Growth growth, Runnable changed) {
        this.config = config;
        this.clock = clock;
        this.tick = tick;
        this.growth = growth;
        this.changed = changed;
    }

    // ---- lending ----

    /**
     * A connection, lent to the caller.
     *
     * @param patience how long it may take; zero: without limit
     * @throws ResourceException when none came in time, or none can be opened
     */
    PoolEntry lease(Duration patience) throws ResourceException {
        var found = look();
        var entry = found != null ? found : new Waiting(this, growth, clock, patience).await();
        entry.taken(tick.getAsLong());
        return entry;
    }

    /** The one that the caller has already, for another handle on it; null where it has none, or may have but one. */
    @Nullable
    PoolEntry joined() {
        for (var entry : entries.all()) {
            if (entry.join()) {
                return entry;
            }
        }
        return null;
    }

    @Nullable
    PoolEntry look() {
        if (config.fifo()) {
            return lookRound();
        }
        var last = hints.last();
        if (last != null && last.lease()) {
            return last;
        }
        for (var entry : entries.all()) {
            if (entry.lease()) {
                return entry;
            }
        }
        return null;
    }

    private @Nullable PoolEntry lookRound() {
        var now = entries.all();
        for (int i = 0, begin = next++; i < now.length; i++) {
            var entry = now[Math.floorMod(begin + i, now.length)];
            if (entry.lease()) {
                return entry;
            }
        }
        return null;
    }

    // ---- taking back ----

    /** It is clean, and the caller's: anybody's from now on. */
    void giveBack(PoolEntry entry) {
        if (entry.isGone()) {
            return;
        }
        if (isUnwanted(entry) || entries.count() > config.maximumSize() && !waiters.any()) {
            discard(entry);
            return;
        }
        offer(entry);
    }

    private void offer(PoolEntry entry) {
        if (waiters.areLeft() && !entry.isBusy() && waiters.handOver(entry, clock.getAsLong())) {
            return;
        }
        if (!config.fifo()) {
            hints.remember(entry);
        }
        if (!entry.idle()) {
            return;
        }
        if (isUnwanted(entry)) { // since the first look: who closes or flushes saw it lent
            sweep(entry);
        } else {
            waiters.cameBack();
        }
    }

    private boolean isUnwanted(PoolEntry entry) {
        return closed || entry.isRetired();
    }

    /** It is broken, or too much: closed, and others opened for those who wait. */
    void discard(PoolEntry entry) {
        if (!entry.gone()) {
            return;
        }
        entries.remove(entry);
        hints.forget(entry);
        entry.destroy();
        statistics.closed(entry);
        growth.left();
        changed();
        if (waiters.any()) {
            growth.grow(this);
        }
    }

    // ---- its connections ----

    /** Opens what is missing to so many idle ones. */
    void fill(int idle) {
        for (long i = soonIdle(); i < idle && growth.growIdle(this); i++) {
            // each opens one more
        }
    }

    /** How many are idle, or about to be. */
    long soonIdle() {
        return Arrays.stream(entries.all()).filter(PoolEntry::isIdle).count() + growth.opening();
    }

    /** There are more connections, or fewer, or as many as there were where there should be more. */
    void changed() {
        changed.run();
    }

    /** One that was opened just now, and is the caller's. */
    void add(PoolEntry entry) {
        statistics.opened();
        entries.add(entry);
        changed();
        boolean onlyForOne = config.mode() == PoolMode.NONE || entries.count() > config.maximumSize();
        if (closed || onlyForOne && !waiters.any()) {
            discard(entry); // and that one has gone
        } else {
            offer(entry);
        }
    }

    /** Until all have come back, for that long at most. */
    void awaitEmpty(Duration patience) {
        entries.awaitEmpty(patience, this::sweep);
    }

    /** Closes what is retired, and was lent when that was done. */
    void sweep() {
        for (var entry : entries.all()) {
            if (isUnwanted(entry)) {
                sweep(entry);
            }
        }
    }

    private void sweep(PoolEntry entry) {
        if (entry.check()) {
            discard(entry);
        }
    }

    /** Whether it has no connection, none on its way, and nobody who waits; it may have the next moment. */
    boolean isUnused() {
        return !waiters.any() && growth.opening() == 0 && entries.areNone();
    }

    void forgetHolders() {
        for (var entry : entries.all()) {
            entry.forgetHolder();
        }
    }

    boolean isClosed() {
        return closed;
    }

    PoolEntry[] entries() {
        return entries.all();
    }

    Waiters waiters() {
        return waiters;
    }

    PoolStatistics statistics() {
        return statistics;
    }

    PoolConfig config() {
        return config;
    }

    PoolSnapshot snapshot() {
        return statistics.snapshot(entries.all(), waiters.count());
    }

    /** Lends no more; those who wait are told. */
    void close() {
        closed = true;
        for (var entry : entries.all()) {
            entry.retire();
        }
        sweep();
        while (waiters.fail(new ResourceAllocationException(config.name() + " is closed", "08003"))) {
            // each of them
        }
    }
}
