package dev.berth.managed;

import dev.berth.handle.ConnectionHandle;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The call that a thread may still be in when another one has had its handles refuse the next. It was let in before, so
 * nothing of ours can stop it; the thread's stack says whether it has come back. Looked at where a session is taken from
 * a working thread only, so that no call has to be counted.
 */
final class LastCall {

    private static final long BETWEEN_LOOKS = TimeUnit.MICROSECONDS.toNanos(200);
    private static final String TELLING = ConnectionEvents.class.getName();

    private LastCall() {}

    /**
     * Returns when the thread is in no call of a handle, or is telling the pool there: the pool may have it wait for us.
     * As long as its statement takes otherwise, which is as long as a driver's own close would wait.
     */
    static void awaitEnd(Thread worker) {
        while (isIn(worker)) {
            LockSupport.parkNanos(BETWEEN_LOOKS);
        }
    }

    private static boolean isIn(Thread worker) {
        var stack = worker.getStackTrace();
        return Arrays.stream(stack).anyMatch(ConnectionHandle::isCall)
                && Arrays.stream(stack).noneMatch(LastCall::isTelling);
    }

    private static boolean isTelling(StackTraceElement frame) {
        return frame.getClassName().equals(TELLING);
    }
}
