package dev.berth.pool;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ResourceAllocationException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A gate before a pool, open as a rule. */
final class Suspension {

    private final String name;
    private volatile @Nullable CountDownLatch gate;

    Suspension(String name) {
        this.name = name;
    }

    synchronized void begin() {
        if (gate == null) {
            gate = new CountDownLatch(1);
        }
    }

    synchronized void end() {
        var was = gate;
        gate = null;
        if (was != null) {
            was.countDown();
        }
    }

    /**
     * Passes when it is open.
     *
     * @param patience how long that may take; zero: without limit
     * @return what is left of it
     */
    Duration await(Duration patience) throws ResourceException {
        var now = gate;
        return now == null ? patience : awaitEnd(now, patience); // hardly ever: out of the way of every borrow
    }

    private Duration awaitEnd(CountDownLatch now, Duration patience) throws ResourceException {
        long begin = System.nanoTime();
        try {
            if (patience.isZero()) {
                now.await();
                return patience;
            }
            if (now.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                long left = patience.toNanos() - (System.nanoTime() - begin);
                return Duration.ofNanos(Math.max(1, left)); // zero would be without limit
            }
            throw new ResourceAllocationException(
                    name + ": suspended for longer than this borrow may take, " + patience.toMillis() + " ms", "53300");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ResourceAllocationException(name + ": interrupted while it is suspended", "08001");
        }
    }
}
