package dev.berth.managed;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** When the successor of one that has reached its age may be opened again, where it could not be. */
final class SecondTry {

    private static final Logger LOG = System.getLogger("dev.berth.managed");
    private static final long PAUSE = Duration.ofSeconds(10).toNanos();

    private final String database;
    private volatile long at;

    SecondTry(String database, long at) {
        this.database = database;
        this.at = at;
    }

    long at() {
        return at;
    }

    boolean isDue(long now) {
        return now - at >= 0;
    }

    /** No successor can be opened now. */
    void failed(long now, Exception failure) {
        if (now - at > PAUSE) { // told once, and again when the last try was long ago
            LOG.log(
                    Level.WARNING,
                    "A connection to " + database + " has reached its age, and is kept: no other can be opened now: "
                            + failure.getMessage());
        }
        at = now + PAUSE;
    }
}
