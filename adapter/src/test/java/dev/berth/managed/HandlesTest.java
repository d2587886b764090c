package dev.berth.managed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.berth.dialect.BranchId;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.Test;

/** Only the thread that has leased a connection gives its handle a ticket: no two can have the same. */
class HandlesTest {

    private static final BranchId FIRST = new BranchId(1, new byte[] {1}, new byte[] {1});
    private static final BranchId SECOND = new BranchId(1, new byte[] {2}, new byte[] {1});

    @Test
    void a_borrow_in_the_transactions_thread_is_known_by_its_ticket_and_one_elsewhere_by_reference() throws Exception {
        try (var kept = new Kept(factory -> {})) {
            var managed = kept.open();
            var resource = managed.getXAResource();
            resource.start(FIRST, XAResource.TMNOFLAGS);
            var elsewhere = inAnotherThread(() -> Kept.handle(managed));
            var here = Kept.handle(managed);
            assertEquals(0, elsewhere.ticket());
            assertNotEquals(0, here.ticket());
            assertEquals(2, managed.handles().count());
            here.close();
            assertFalse(elsewhere.isClosed());
            elsewhere.createStatement().execute("SELECT 1");
            elsewhere.close();
            assertNotEquals(0, Kept.handle(managed).ticket());
            resource.end(FIRST, XAResource.TMSUCCESS);
            resource.commit(FIRST, true);
            managed.cleanup();
            assertEquals(0, managed.handles().count());
        }
    }

    @Test
    void who_has_given_it_back_gives_no_ticket_in_anothers_transaction() throws Exception {
        try (var kept = new Kept(factory -> {})) {
            var managed = kept.open();
            var resource = managed.getXAResource();
            resource.start(FIRST, XAResource.TMNOFLAGS);
            resource.end(FIRST, XAResource.TMSUCCESS);
            resource.commit(FIRST, true);
            managed.cleanup();
            Kept.handle(managed).close(); // leased by a borrow, and given to a transaction after it
            inAnotherThread(() -> {
                resource.start(SECOND, XAResource.TMNOFLAGS);
                return true;
            });
            assertEquals(0, Kept.handle(managed).ticket());
            resource.rollback(SECOND);
        }
    }

    private static <T> T inAnotherThread(Callable<T> work) throws Exception {
        var task = new FutureTask<>(work);
        new Thread(task).start();
        return task.get();
    }
}
