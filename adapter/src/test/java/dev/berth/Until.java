package dev.berth;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Polls, with a bound. */
public final class Until {

    private static final long BOUND = TimeUnit.SECONDS.toNanos(20);

    private Until() {}

    /** Until the question answers what is expected, at most 20 s. */
    public static <T> void equal(T expected, Callable<T> question) throws Exception {
        long start = System.nanoTime();
        T last = question.call();
        while (!Objects.equals(expected, last)) {
            if (System.nanoTime() - start > BOUND) {
                throw new AssertionError("expected " + expected + " within 20 s, and last saw " + last);
            }
            LockSupport.parkNanos(5_000_000);
            last = question.call();
        }
    }

    /** Until it holds, at most 20 s. */
    public static void holds(Callable<Boolean> question) throws Exception {
        equal(true, question);
    }
}
