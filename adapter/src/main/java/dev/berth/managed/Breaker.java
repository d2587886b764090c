package dev.berth.managed;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Stops knocking at a database that does not answer: after so many failures in a row attempts are refused at once, but
 * for one at a time, after a pause that doubles from one to the next and is shortened at random by up to a half.
 */
final class Breaker {

    private static final Logger LOG = System.getLogger("dev.berth.managed");
    private static final long FIRST_PAUSE = Duration.ofMillis(100).toNanos();

    /** Whether attempts are let through. */
    private enum Door {
        CLOSED,
        OPEN,
        PROBING
    }

    private final String database;
    private final int most;
    private final long longestPause;
    private final LongSupplier clock;
    private final DoubleSupplier random;

    private Door door = Door.CLOSED;
    private int failures;
    private long pause;
    private long retryAt;
    private long openedAt;
    private @Nullable SQLException last;

    /**
     * Closed.
     *
     * @param most failures in a row that open it; 0: it never opens
     * @param random between 0 and 1
     */
    Breaker(String database, int most, Duration longestPause, LongSupplier clock, DoubleSupplier random) {
        this.database = database;
        this.most = most;
        this.longestPause = longestPause.toNanos();
        this.clock = clock;
        this.random = random;
    }

    /**
     * An attempt begins; each is followed by {@link #succeeded} or {@link #failed}.
     *
     * @throws NotTried when it would be in vain; then neither follows
     */
    synchronized void begins() throws NotTried {
        refuses();
        if (door == Door.OPEN) {
            door = Door.PROBING;
        }
    }

    /** Refuses at once what {@link #begins} would refuse now. */
    synchronized void refuses() throws NotTried {
        long now = clock.getAsLong();
        if (door == Door.CLOSED || door == Door.OPEN && now - retryAt >= 0) {
            return;
        }
        throw new NotTried(database, failures, Duration.ofNanos(Math.max(retryAt - now, FIRST_PAUSE / 2)), last);
    }

    /** The database answered. */
    synchronized void succeeded() {
        if (door != Door.CLOSED) {
            var gone = Duration.ofNanos(clock.getAsLong() - openedAt);
            LOG.log(Level.INFO, "{0} can be reached again, after {1} ms", database, gone.toMillis());
        }
        door = Door.CLOSED;
        failures = 0;
        last = null;
    }

    /** It did not. One that has no place left is not asked again at once. */
    synchronized void failed(SQLException cause) {
        failures++;
        last = cause;
        if (most == 0) {
            return;
        }
        boolean full = String.valueOf(cause.getSQLState()).startsWith("53"); // insufficient resources
        if (door == Door.CLOSED && (failures >= most || full)) {
            openedAt = clock.getAsLong();
            pause = FIRST_PAUSE;
            opens(cause);
        } else if (door == Door.PROBING) {
            pause = Math.min(2 * pause, longestPause);
            opens(null);
        }
    }

    private void opens(@Nullable SQLException told) {
        door = Door.OPEN;
        retryAt = clock.getAsLong() + (long) (pause * (1 - random.getAsDouble() / 2));
        if (told != null) {
            LOG.log(
                    Level.WARNING,
                    database + " cannot be reached (" + failures + " attempts in a row, the last: " + told.getMessage()
                            + "): new connections are refused at once, while one attempt at a time asks for it");
        }
    }

    /** Whether attempts are refused now. */
    synchronized boolean isOpen() {
        return door != Door.CLOSED;
    }
}
