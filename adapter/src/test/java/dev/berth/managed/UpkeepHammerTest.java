package dev.berth.managed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.Lease;
import dev.berth.TestPostgres;
import dev.berth.Until;
import dev.berth.dialect.BranchId;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.Test;

/** The timer and the borrowers of the same connections, as fast as they can: nobody's session goes while it is out. */
class UpkeepHammerTest {

    private static final int BORROWS = 1_500;

    private final AtomicBoolean stop = new AtomicBoolean();

    @Test
    void whatever_the_timer_does_a_user_has_one_session_that_works_from_borrow_to_return() throws Exception {
        var threads = Executors.newFixedThreadPool(4);
        try (var kept = new Kept(factory -> factory.setPoolName("hammered"))) {
            var some = List.of(kept.open(), kept.open(), kept.open());
            var timer = threads.submit(() -> time(kept));
            var users = some.stream()
                    .map(managed -> threads.submit((Callable<Integer>) () -> use(managed)))
                    .toList();
            for (Future<Integer> user : users) {
                assertEquals(BORROWS, user.get(120, TimeUnit.SECONDS));
            }
            stop.set(true);
            timer.get(20, TimeUnit.SECONDS);
            assertTrue(kept.source.counts().replacedCount() > 20, "nothing happened");
        } finally {
            stop.set(true);
            threads.shutdownNow();
        }
        Until.equal(
                List.of(),
                () -> TestPostgres.column("SELECT pid FROM pg_stat_activity WHERE application_name = 'hammered'"));
    }

    /** Each look finds connections that have been silent for long, or have reached their age. */
    private void time(Kept kept) {
        var random = new Random(1);
        while (!stop.get()) {
            kept.clock.advance(random.nextInt(5) == 0 ? Duration.ofMinutes(29) : Duration.ofMinutes(3));
            kept.source.connections().careForIdle();
        }
    }

    private static int use(JdbcManagedConnection managed) throws Exception {
        int done = 0;
        for (int i = 0; i < BORROWS; i++) {
            if (i % 3 == 0) {
                branch(managed, i);
            } else {
                borrow(managed);
            }
            managed.cleanup();
            done++;
        }
        return done;
    }

    private static void borrow(JdbcManagedConnection managed) throws Exception {
        try (Connection handle = Kept.handle(managed)) {
            handle.setAutoCommit(false);
            int pid = Lease.backend(handle);
            Thread.yield();
            assertEquals(pid, Lease.backend(handle));
            handle.commit();
        }
    }

    private static void branch(JdbcManagedConnection managed, int number) throws Exception {
        var xid = new BranchId(7, new byte[] {(byte) number, (byte) (number >> 8)}, new byte[] {
            (byte) System.identityHashCode(managed), (byte) (System.identityHashCode(managed) >> 8)
        });
        var xa = managed.getXAResource();
        xa.start(xid, XAResource.TMNOFLAGS);
        try (Connection handle = Kept.handle(managed)) {
            Lease.backend(handle);
        }
        xa.end(xid, XAResource.TMSUCCESS);
        xa.commit(xid, true);
    }
}
