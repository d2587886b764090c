package dev.berth.managed;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A successor that was opened while somebody borrowed the old one: it takes its place at the next return. */
final class Spare {

    private final ConnectionState state;
    private final AtomicReference<@Nullable Physical> physical = new AtomicReference<>();

    Spare(ConnectionState state) {
        this.state = state;
    }

    /** Puts one by, instead of an earlier one; nothing is kept for a connection that is gone. */
    void put(Physical fresh) {
        close(physical.getAndSet(fresh));
        if (!state.usable()) {
            end();
        }
    }

    /** The one that was put by, if any. */
    @Nullable
    Physical take() {
        return physical.get() == null ? null : physical.getAndSet(null);
    }

    /** Gives it up. */
    void end() {
        close(take());
    }

    private static void close(@Nullable Physical old) {
        if (old != null) {
            old.closeQuietly();
        }
    }
}
