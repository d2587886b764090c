package dev.berth.managed;

import java.util.concurrent.atomic.AtomicBoolean;
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

    /** What is known of the session that was lent last to a thread with that number. */
    private final AtomicReferenceArray<@Nullable Trust> last = new AtomicReferenceArray<>(PLACES);

    /** One exchange at a time: it holds two connections. Who comes meanwhile does without, and waits for nobody. */
    private final AtomicBoolean exchanging = new AtomicBoolean();

    /**
     * About to be leased by this thread. While nobody has leased it its session may go elsewhere: a thread that is held
     * up right here, with a connection of the pool in hand, keeps nobody from the session in it.
     */
    void prefer(Upkeep mine) {
        long thread = Thread.currentThread().getId();
        if (mine.trust().leasedBy() == thread) {
            return;
        }
        var known = last.get(place(thread));
        if (known != null && known.leasedBy() == thread && exchanging.compareAndSet(false, true)) {
            try {
                mine.exchanges(known.home());
            } finally {
                exchanging.set(false);
            }
        }
    }

    /** Leased by this thread just now: whatever session is in it, that is the one it had last. */
    void leased(Upkeep mine) {
        long thread = Thread.currentThread().getId();
        var trust = mine.trust();
        if (trust.leasedBy() != thread) {
            trust.leasedBy(thread);
            last.set(place(thread), trust);
        }
    }

    /** It is gone. */
    void forget(Upkeep gone) {
        for (int place = 0; place < PLACES; place++) {
            last.compareAndSet(place, gone.trust(), null);
        }
    }

    private static int place(long thread) {
        return (int) thread & PLACES - 1;
    }
}
