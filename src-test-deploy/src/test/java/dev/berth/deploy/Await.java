package dev.berth.deploy;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Looks again until it is so, within a bound. */
final class Await {

    private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();

    private Await() {}

    static void until(String what, Callable<Boolean> look) throws Exception {
        until(what, look, so -> so);
    }

    /** What was seen last is in the failure, when it never was so. */
    static <T> T until(String what, Callable<T> look, Predicate<T> so) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        T seen = look.call();
        while (!so.test(seen)) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("waited 30 s in vain: " + what + "; last seen: " + seen);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
            seen = look.call();
        }
        return seen;
    }

    /** Lets the time go by, for what is about time itself. */
    static void passing(Duration time) throws Exception {
        long start = System.nanoTime();
        until(time + " to pass", () -> System.nanoTime() - start > time.toNanos());
    }

    /** Until a connection that nobody has used meanwhile is asked before it is lent: trustWindow, by default. */
    static void endOfTrust() throws Exception {
        passing(Duration.ofMillis(600));
    }
}
