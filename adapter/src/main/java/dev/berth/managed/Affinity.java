package dev.berth.managed;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Gives each thread a session of its own, roughly. A server's pool hands any connection to any thread; then what a
 * thread waits for is often sent by a process on another processor, and each message wakes a processor up, which
 * costs as much as a transaction of the server does. So a thread that gets one managed connection, while the session
 * that is its own lies idle in another, gets that: the two exchange what is below them. The pool never notices.
 */
final class Affinity {

    private static final int PLACES = 256; // a power of two

    /** How often in all a thread goes without its session before it takes another: to begin anew at each hit costs. */
    private static final int PATIENCE = 16;

    /** The session that is a thread's own, as far as nobody else has made it theirs since. */
    private static final class Own {
        private final long thread;
        private final Trust trust;

        /** How often it was not to be had; the thread's. */
        private int missed;

        private Own(long thread, Trust trust) {
            this.thread = thread;
            this.trust = trust;
        }

        private boolean stands() {
            return trust.owner() == thread;
        }
    }

    /** That of the last thread with that number. */
    private final AtomicReferenceArray<@Nullable Own> last = new AtomicReferenceArray<>(PLACES);

    /**
     * How often a thread looks whether another's exchange is over, which takes a microsecond, or some where what it
     * touches was another processor's. Two who have got each other's session often come at once; the one that went
     * without would make the other go without, too, and both until they run out of {@link #PATIENCE}. One whose processor
     * was taken away in the middle is not waited for: this many looks take some ten microseconds.
     */
    private static final int SPINS = 1024;

    /** One exchange at a time: it holds two connections. */
    private final AtomicBoolean exchanging = new AtomicBoolean();

    /**
     * About to be leased by this thread. While nobody has leased it its session may go elsewhere: a thread that is held
     * up right here, with a connection of the pool in hand, keeps nobody from the session in it.
     */
    void prefer(Upkeep mine) {
        long thread = Thread.currentThread().getId();
        if (mine.trust().owner() == thread) {
            return;
        }
        var own = own(thread);
        if (own != null && begins()) {
            try {
                if (mine.trust().owner() != thread) { // the one that we waited for may have done it for both
                    mine.exchanges(own.trust.home());
                }
            } finally {
                exchanging.set(false);
            }
        }
    }

    /** Whether it is ours now. */
    private boolean begins() {
        for (int i = 0; i < SPINS; i++) {
            if (!exchanging.get() && exchanging.compareAndSet(false, true)) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    /**
     * Given back by the thread that leased it, or for it. The session is the thread's own from now on, if it has no
     * other: one whose session was not to be had this once, for somebody was held up with it, waits for that, rather
     * than take the next one's, who would take another's. A session in which the database was sent nothing is no
     * thread's: nobody waited for it.
     */
    void worked(Trust trust) {
        long thread = trust.leasedBy();
        if (trust.owner() == thread) {
            return;
        }
        var own = own(thread);
        if (own == null || ++own.missed > PATIENCE) {
            trust.owner(thread);
            last.set(place(thread), new Own(thread, trust));
        }
    }

    private @Nullable Own own(long thread) {
        var own = last.get(place(thread));
        return own != null && own.thread == thread && own.stands() ? own : null;
    }

    /** It is gone. */
    void forget(Upkeep gone) {
        for (int place = 0; place < PLACES; place++) {
            var known = last.get(place);
            if (known != null && known.trust == gone.trust()) {
                last.compareAndSet(place, known, null);
            }
        }
    }

    private static int place(long thread) {
        return (int) thread & PLACES - 1;
    }
}
