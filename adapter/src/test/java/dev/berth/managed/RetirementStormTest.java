package dev.berth.managed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.Lease;
import dev.berth.Until;
import jakarta.resource.ResourceException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * Fifty connections that were opened within a second reach their age under load: their retirement is spread, and none of
 * the borrowers opens one, so that none is slower by a connect.
 */
class RetirementStormTest {

    private static final int CONNECTIONS = 50;
    private static final int BORROWERS = 4;

    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicLongArray counts = new AtomicLongArray(BORROWERS);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    @Test
    void nobody_waits_for_the_retirement_of_connections_that_were_opened_together() throws Exception {
        try (var kept = new Kept(factory -> {
                    factory.setPassword(null);
                    factory.setCredentialsProvider(RecordingCredentials.class.getName());
                });
                var pool = new LikeAServer(kept.source, CONNECTIONS)) {
            fill(pool);
            assertEquals(CONNECTIONS, kept.source.counts().openedCount());
            var borrowers = start(pool);
            kept.clock.advance(Duration.ofMinutes(26));
            for (int settling = 0; settling < 3; settling++) { // the jump makes all look silent, and they are asked
                kept.source.connections().careForIdle();
                eachHasBorrowed();
            }
            RecordingCredentials.ASKED.clear();
            long most = 0;
            for (int second = 0; second < 300; second++) {
                kept.clock.advance(Duration.ofSeconds(1));
                long before = kept.source.counts().openedCount();
                kept.source.connections().careForIdle();
                eachHasBorrowed(); // in this second
                most = Math.max(most, kept.source.counts().openedCount() - before);
            }
            stop.set(true);
            for (var borrower : borrowers) {
                borrower.join(20_000);
            }
            assertEquals(null, failure.get());
            assertTrue(kept.source.counts().replacedCount() >= CONNECTIONS);
            for (var borrower : borrowers) {
                assertTrue(!RecordingCredentials.ASKED.contains(borrower), "a borrower had to connect");
            }
            System.out.printf(
                    "Retirement of %d connections: at most %d in one second, none in a borrower's thread%n",
                    CONNECTIONS, most);
            assertTrue(most <= CONNECTIONS / 5, "retired together: " + most);
        }
    }

    private void eachHasBorrowed() throws Exception {
        for (int i = 0; i < BORROWERS; i++) {
            int borrower = i;
            long before = counts.get(i);
            Until.holds(() -> counts.get(borrower) > before || failure.get() != null);
        }
    }

    /** All of them out at once, so that all are opened. */
    private static void fill(LikeAServer pool) throws Exception {
        var out = new CountDownLatch(CONNECTIONS);
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < CONNECTIONS; i++) {
            threads.add(new Thread(() -> {
                try {
                    pool.with(connection -> {
                        out.countDown();
                        awaitAll(out);
                    });
                } catch (ResourceException | SQLException refused) {
                    throw new IllegalStateException(refused);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (var thread : threads) {
            thread.join(20_000);
        }
    }

    private static void awaitAll(CountDownLatch out) {
        try {
            out.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Thread> start(LikeAServer pool) {
        var borrowers = new ArrayList<Thread>();
        for (int i = 0; i < BORROWERS; i++) {
            int me = i;
            borrowers.add(new Thread(() -> {
                while (!stop.get() && failure.get() == null) {
                    try {
                        pool.with(Lease::backend);
                        counts.incrementAndGet(me);
                    } catch (ResourceException | SQLException refused) {
                        failure.set(refused);
                    }
                }
            }));
        }
        borrowers.forEach(Thread::start);
        return borrowers;
    }
}
