package dev.berth.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.pool.FakeFactory.Fake;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.IllegalStateException;
import java.time.Duration;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A connection that stays out longer than its handles. */
@Timeout(60)
class LoanTest {

    private record Someone(String name) implements ConnectionRequestInfo {}

    private static final Someone USUAL = new Someone("usual");

    private final FakeFactory factory = new FakeFactory();
    private final ExecutorService other = Executors.newSingleThreadExecutor();
    private final PoolingConnectionManager pool = new PoolingConnectionManager(
            new PoolConfig(
                    "the pool",
                    1,
                    0,
                    0,
                    Duration.ofMillis(5_000),
                    -1,
                    Duration.ZERO,
                    Duration.ofMillis(50),
                    false,
                    PoolMode.POOLED,
                    4),
            factory,
            USUAL);

    @AfterEach
    void close() {
        other.shutdownNow();
        pool.close();
        assertEquals(0, factory.open.get(), "left open");
    }

    private Fake borrow(Loan loan) throws ResourceException {
        return (Fake) pool.allocateConnection(factory, USUAL, loan);
    }

    private void assertLentAgain(Fake same) throws ResourceException {
        var again = (Fake) pool.allocateConnection(factory, USUAL);
        assertSame(same, again);
        again.close();
    }

    @Test
    void it_comes_back_at_the_end_however_often_handles_are_closed() throws Exception {
        var loan = new Loan();
        var connection = borrow(loan);
        assertSame(connection, loan.connection());
        connection.close();
        assertSame(connection, loan.handle(USUAL));
        connection.close();
        connection.close();
        assertEquals(1, pool.snapshot().lent());
        loan.end();
        assertEquals(1, pool.snapshot().idle());
        loan.end();
        assertLentAgain(connection);
        assertThrows(IllegalStateException.class, () -> loan.handle(USUAL));
    }

    @Test
    void a_handle_that_its_own_thread_left_open_does_no_harm() throws Exception {
        var loan = new Loan();
        var connection = borrow(loan);
        loan.end();
        assertLentAgain(connection);
        var later = (Fake) pool.allocateConnection(factory, USUAL);
        loan.end();
        assertEquals(1, pool.snapshot().lent(), "an end that comes twice takes nothing from the next user");
        later.close();
    }

    @Test
    void one_that_another_thread_may_be_at_is_closed() throws Exception {
        var loan = new Loan();
        var connection = borrow(loan);
        other.submit(loan::end).get(10, TimeUnit.SECONDS);
        assertTrue(connection.isDestroyed());
        assertEquals(0, pool.snapshot().size());

        var wandered = new Loan();
        var second = borrow(wandered);
        second.close();
        other.submit(() -> wandered.handle(USUAL)).get(10, TimeUnit.SECONDS);
        wandered.end();
        assertTrue(second.isDestroyed());

        var closed = new Loan();
        var third = borrow(closed);
        assertNotSame(second, third);
        third.close();
        other.submit(closed::end).get(10, TimeUnit.SECONDS);
        assertFalse(third.isDestroyed());
        assertLentAgain(third);
    }

    @Test
    void one_that_breaks_leaves_its_place_at_once() throws Exception {
        var loan = new Loan();
        var connection = borrow(loan);
        connection.fail();
        assertEquals(0, pool.snapshot().size());
        assertThrows(IllegalStateException.class, () -> loan.handle(USUAL));
        loan.end();
        assertEquals(0, pool.snapshot().size());
        borrow(new Loan());
        assertEquals(1, pool.snapshot().lent());
    }

    @Test
    void an_end_and_a_handle_at_once_never_give_a_handle_on_what_is_lent_to_others() throws Exception {
        int given = 0;
        for (int i = 0; i < 3_000; i++) {
            var loan = new Loan();
            var connection = borrow(loan);
            connection.close();
            var both = new CyclicBarrier(2);
            var ended = other.submit(() -> {
                both.await(10, TimeUnit.SECONDS);
                loan.end();
                return null;
            });
            both.await(10, TimeUnit.SECONDS);
            for (int spin = i % 500; spin > 0; spin--) {
                Thread.onSpinWait();
            }
            boolean got = given(loan);
            ended.get(10, TimeUnit.SECONDS);
            given += got ? 1 : 0;
            assertTrue(!got || connection.isDestroyed(), "a handle, and the connection is the next user's");
            assertEquals(0, pool.snapshot().lent());
        }
        assertTrue(given > 0 && given < 3_000, "both came first at times, or it proves less than it says: " + given);
    }

    private static boolean given(Loan loan) throws ResourceException {
        try {
            loan.handle(USUAL);
            return true;
        } catch (IllegalStateException over) {
            return false;
        }
    }
}
