package dev.berth.managed;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.Until;
import java.lang.ref.WeakReference;
import java.util.concurrent.CountDownLatch;
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
    void a_thread_that_has_ended_is_not_kept() throws Exception {
        var ended = new WeakReference<>(afterATransaction());
        assertFalse(ended.refersTo(null));
        notes.forgetEnded();
        Until.holds(() -> {
            System.gc();
            return ended.refersTo(null);
        });
    }

    private Thread afterATransaction() throws InterruptedException {
        var worker = new Thread(() -> {
            leaseForTransaction();
            notes.over();
            notes.leaseEnds();
        });
        worker.start();
        worker.join();
        return worker;
    }
}
