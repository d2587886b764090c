package dev.berth.pool;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ValidatingManagedConnectionFactory;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Closes what has been idle for too long, and opens what should be idle, now and then. */
final class Housekeeper {

    private static final Logger LOG = System.getLogger("dev.berth.pool");

    private final PoolConfig config;
    private final LongSupplier clock;

    Housekeeper(PoolConfig config, LongSupplier clock) {
        this.config = config;
        this.clock = clock;
    }

    /** One round. */
    void round(Pool pool) {
        long now = clock.getAsLong();
        for (var entry : pool.entries()) {
            entry.seen(now);
        }
        pool.sweep();
        if (!config.idleTimeout().isZero()) {
            prune(pool, now);
        }
        fill(pool);
    }

    /** Whether another round may find something to do, if nothing but borrows and returns happens until then. */
    boolean isNeeded(Pool pool, boolean inUse) {
        var of = pool.config();
        int size = pool.entries().length;
        boolean prunable = size > of.minimumIdle() && !of.idleTimeout().isZero();
        boolean lacking = pool.soonIdle() < of.minimumIdle() || inUse && of.minimumIdle() > 0;
        return !pool.isClosed() && (prunable || lacking && size < of.maximumSize());
    }

    /** A quarter of what is too much, at least one: a lull must not empty a pool that is about to be needed. */
    private void prune(Pool pool, long now) {
        var old = List.of(pool.entries()).stream()
                .filter(entry -> entry.isIdle()
                        && now - entry.idleSince() >= config.idleTimeout().toNanos())
                .sorted(Comparator.comparingLong(PoolEntry::idleSince))
                .toList();
        long idle = List.of(pool.entries()).stream().filter(PoolEntry::isIdle).count();
        long most = Math.min(old.size(), idle - pool.config().minimumIdle());
        long some = Math.min(most, Math.max(1, (most + 3) / 4));
        for (int i = 0; i < some; i++) {
            if (old.get(i).check()) {
                pool.discard(old.get(i));
            }
        }
    }

    /** Opens what is missing to the minimum. */
    void fill(Pool pool) {
        pool.fill(pool.config().minimumIdle());
    }

    /** Closes connections, as the mode says. */
    void flush(Pool one, FlushMode mode, @Nullable Object factory) {
        if (mode == FlushMode.INVALID) {
            flushInvalid(one, factory);
            return;
        }
        for (var entry : one.entries()) {
            if (mode == FlushMode.GRACEFULLY || mode == FlushMode.ALL) {
                entry.retire();
            }
            if (mode == FlushMode.ALL || entry.check()) {
                one.discard(entry);
            }
        }
        one.changed(); // a round later sweeps what came back at this very moment
        fill(one);
    }

    private void flushInvalid(Pool pool, @Nullable Object factory) {
        for (var entry : pool.entries()) {
            if (entry.check()) {
                if (isValid(entry, factory)) {
                    pool.giveBack(entry);
                } else {
                    pool.discard(entry);
                }
            }
        }
    }

    @SuppressWarnings("unchecked") // the interface is older than generics
    private static boolean isValid(PoolEntry entry, @Nullable Object factory) {
        try {
            return !(factory instanceof ValidatingManagedConnectionFactory validating)
                    || validating
                            .getInvalidConnections(Set.of(entry.connection()))
                            .isEmpty();
        } catch (ResourceException failure) {
            LOG.log(Level.DEBUG, "A connection cannot be asked", failure);
            return false;
        }
    }
}
