package dev.berth.deploy.torture;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Looks again until it is so, within a bound. */
final class Patience {

    private static final Duration USUAL_PAUSE = Duration.ofMillis(50);

    private Patience() {}

    /** Whether it became so in time. */
    static boolean sees(Duration bound, Callable<Boolean> look) throws Exception {
        return sees(bound, USUAL_PAUSE, look);
    }

    static boolean sees(Duration bound, Duration pause, Callable<Boolean> look) throws Exception {
        long end = System.nanoTime() + bound.toNanos();
        while (!look.call()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            LockSupport.parkNanos(pause.toNanos());
        }
        return true;
    }

    /** Throws when it does not become so in time. */
    static void until(Duration bound, String what, Callable<Boolean> look) throws Exception {
        if (!sees(bound, look)) {
            throw new AssertionError("waited " + bound.toSeconds() + " s in vain for " + what);
        }
    }
}
