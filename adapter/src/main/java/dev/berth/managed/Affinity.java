package dev.berth.managed;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Gives each thread the session that it worked in last, roughly. A server's pool hands any connection to any thread; then what
 * a thread waits for is often sent by a process on another processor, and each message wakes a processor up, which costs
 * as much as a transaction of the server does. So a thread that gets one managed connection, while the session that it had last
 * lies idle in another, gets that: the two exchange what is below them. The pool never notices.
 */
final class Affinity {

    private static final int PLACES = 256; // a power of two

    /** A thread, and what is known of the session that it worked in. */
    private record Worked(long thread, Trust trust) {}

    /** The last of a thread with that number. */
    private final AtomicReferenceArray<@Nullable Worked> last = new AtomicReferenceArray<>(PLACES);

    /** One exchange at a time: it holds two connections. Who comes meanwhile does without, and waits for nobody. */
    private final AtomicBoolean exchanging = new AtomicBoolean();

    /**
     * About to be leased by this thread. While nobody has leased it its session may go elsewhere: a thread that is held
     * up right here, with a connection of the pool in hand, keeps nobody from the session in it.
     */
    void prefer(Upkeep mine) {
        long thread = Thread.currentThread().getId();
        var known = last.get(place(thread));
        if (known == null || known.thread() != thread || mine.trust().owner() == thread) {
            return;
        }
        if (known.trust().owner() == thread && exchanging.compareAndSet(false, true)) {
            try {
                mine.exchanges(known.trust().home());
            } finally {
                exchanging.set(false);
            }
        }
    }

    /**
     * Given back by the thread that leased it, or for it: whatever session it is, that is the one it worked in last. One
     * in which the database was sent nothing is no thread's: wherever its process is, nobody waited for it.
     */
    void worked(Trust trust) {
        long thread = trust.leasedBy();
        if (trust.owner() != thread) {
            trust.owner(thread);
            last.set(place(thread), new Worked(thread, trust));
        }
    }

    /** It is gone. */
    void forget(Upkeep gone) {
        for (int place = 0; place < PLACES; place++) {
            var known = last.get(place);
            if (known != null && known.trust() == gone.trust()) {
                last.compareAndSet(place, known, null);
            }
        }
    }

    private static int place(long thread) {
        return (int) thread & PLACES - 1;
    }
}
