package dev.berth.managed;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.Branches;
import dev.berth.Until;
import java.lang.ref.WeakReference;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.Test;

class LeaseNotesTest {

    private final LeaseNotes notes = new ConnectionState();

    private void leaseForTransaction() {
        notes.leasedForTransaction();
        notes.begins();
    }

    @Test
    void the_thread_that_works_is_known_until_the_transaction_is_over() throws Exception {
        var begun = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var worker = new Thread(() -> {
            leaseForTransaction();
            begun.countDown();
            try {
                goOn.await();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
            notes.over();
        });
        worker.start();
        begun.await();
        notes.forgetEnded();
        assertSame(worker, notes.elsewhere());
        assertFalse(notes.isLessee());
        goOn.countDown();
        worker.join();
        assertNull(notes.elsewhere());
    }

    @Test
    void the_lessee_is_known_until_the_lease_ends() {
        leaseForTransaction();
        assertTrue(notes.isLessee());
        assertFalse(notes.isElsewhere());
        notes.leaseEnds();
        assertFalse(notes.isLessee());
        notes.leasedForTransaction();
        assertTrue(notes.isLessee());
    }

    @Test
    void work_is_nobody_elses_where_its_thread_has_ended_in_the_middle_of_it() throws Exception {
        var worker = new Thread(this::leaseForTransaction);
        worker.start();
        worker.join();
        notes.forgetEnded();
        assertSame(worker, notes.elsewhere());
        notes.over();
        assertNull(notes.elsewhere());
    }

    @Test
    void the_timer_keeps_no_thread_that_has_ended() throws Exception {
        try (var kept = new Kept(factory -> {})) {
            var managed = kept.open();
            var ended = new WeakReference<>(after(() -> {
                var xid = Branches.next();
                var xa = managed.getXAResource();
                xa.start(xid, XAResource.TMNOFLAGS);
                xa.end(xid, XAResource.TMSUCCESS);
                xa.commit(xid, true);
                managed.cleanup();
                return null;
            }));
            kept.source.connections().careForIdle();
            Until.holds(() -> {
                System.gc();
                return ended.refersTo(null);
            });
        }
    }

    private static Thread after(Callable<?> work) throws Exception {
        var task = new FutureTask<>(work);
        var thread = new Thread(task);
        thread.start();
        thread.join();
        task.get();
        return thread;
    }

    @Test
    void a_thread_that_has_ended_is_not_kept() throws Exception {
        var ended = new WeakReference<>(afterATransaction());
        assertFalse(ended.refersTo(null));
        notes.forgetEnded();
        Until.holds(() -> {
            System.gc();
            return ended.refersTo(null);
        });
    }

    private Thread afterATransaction() throws Exception {
        return after(() -> {
            leaseForTransaction();
            notes.over();
            notes.leaseEnds();
            return null;
        });
    }
}
