package dev.berth.managed;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What one connection's failure says of all others of its factory. A fatal one makes them suspect: each is asked before
 * its next use, whatever the trust window says, and none is closed for it. A session that turned out to be with a
 * standby makes them old: each reconnects.
 */
final class FailoverSense {

    private static final Logger LOG = System.getLogger("dev.berth.managed");
    private static final long FIRST_PAUSE = Duration.ofSeconds(1).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofMinutes(1).toNanos();

    private final String database;
    private final LongSupplier clock;
    private final Runnable risen;

    private volatile long suspectSince;
    private volatile int generation;
    private volatile int changes;
    private long raisedAt;
    private long pause;

    /** Tells whoever wants to know that every connection is to be replaced. */
    FailoverSense(String database, LongSupplier clock, Runnable risen) {
        this.database = database;
        this.clock = clock;
        this.risen = risen;
        this.suspectSince = clock.getAsLong() - 1;
    }

    /** A session has ended that nobody here has ended. */
    synchronized void suspect() {
        suspectSince = clock.getAsLong();
        changes++;
    }

    /** Whether an answer of that time still counts. */
    boolean trusts(long answeredAt) {
        return answeredAt - suspectSince > 0;
    }

    /** Another number whenever a connection that was fit may be so no more. */
    int changes() {
        return changes;
    }

    /** Connections of an earlier one are to be replaced before their next use. */
    int generation() {
        return generation;
    }

    /**
     * A session of that generation is with a standby. Where reconnecting leads to a standby again, the next rise waits:
     * 1 second, doubling to a minute.
     */
    void standby(int of) {
        if (rises(of)) {
            LOG.log(
                    Level.WARNING,
                    "{0}: a session is with a standby, which takes no writes; every connection is replaced before its"
                            + " next use (generation {1})",
                    database,
                    of + 1);
            risen.run();
        }
    }

    private synchronized boolean rises(int of) {
        long now = clock.getAsLong();
        if (of != generation || pause > 0 && now - raisedAt < pause) {
            return false;
        }
        pause = pause > 0 && now - raisedAt < 2 * LONGEST_PAUSE ? Math.min(2 * pause, LONGEST_PAUSE) : FIRST_PAUSE;
        raisedAt = now;
        generation = of + 1;
        changes++;
        return true;
    }
}
