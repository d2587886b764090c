package dev.berth.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Bounded waiting for what only a look can tell. */
final class Await {

    private static final long PAUSE_MILLIS = 100;

    private Await() {}

    @FunctionalInterface
    interface Look {
        boolean isThere() throws IOException;
    }

    /** Looks until it is there; throws when the patience is at its end. */
    static void until(Duration patience, String what, Look look) throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        while (!look.isThere()) {
            if (System.nanoTime() - end > 0) {
                throw new IOException("waited " + patience.toSeconds() + " s in vain for " + what);
            }
            pause(what);
        }
    }

    private static void pause(String what) throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + what, e);
        }
    }
}
