package dev.berth.managed;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Gives each thread the session that it had last, roughly. A server's pool hands any connection to any thread; then what
 * a thread waits for is often sent by a process on another processor, and each message wakes a processor up, which costs
 * as much as a transaction of the server does. So a thread that gets one managed connection, while the session that it had last
 * lies idle in another, gets that: the two exchange what is below them. The pool never notices.
 */
final class Affinity {

    private static final int PLACES = 256; // a power of two

    /** Where the session is that was lent last to a thread with that number. */
    private final AtomicReferenceArray<@Nullable Upkeep> last = new AtomicReferenceArray<>(PLACES);

    /** Leased by this thread just now, and works for nobody yet. */
    void leased(Upkeep mine) {
        long thread = Thread.currentThread().getId();
        if (mine.trust().leasedBy() == thread) {
            return;
        }
        int place = place(thread);
        var there = last.get(place);
        if (there != null && there.trust().leasedBy() == thread && mine.exchanges(there)) {
            last.set(place(there.trust().leasedBy()), there);
        } else {
            mine.trust().leasedBy(thread);
        }
        last.set(place, mine);
    }

    /** It is gone. */
    void forget(Upkeep gone) {
        for (int place = 0; place < PLACES; place++) {
            last.compareAndSet(place, gone, null);
        }
    }

    private static int place(long thread) {
        return (int) thread & PLACES - 1;
    }
}
