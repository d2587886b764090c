package dev.berth.managed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.JdbcManagedConnectionFactory;
import dev.berth.Lease;
import dev.berth.Said;
import dev.berth.TestPostgres;
import jakarta.resource.spi.ConnectionEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

/** Connections that do not come back, and what is left open in those that do. */
class LeakTest {

    private static final Duration THRESHOLD = Duration.ofSeconds(30);

    private static Kept kept(String action) {
        return new Kept(factory -> {
            factory.setPoolName("leaky");
            factory.setLeakDetectionThreshold((int) THRESHOLD.toSeconds());
            factory.setLeakAction(action);
        });
    }

    private static Connection borrowedInHere(JdbcManagedConnection managed) throws Exception {
        return Kept.handle(managed);
    }

    private static long leaks(Kept kept) {
        kept.source.connections().lookForLeaks();
        return kept.source.counts().leakCount();
    }

    @Test
    void one_that_is_out_too_long_is_told_once_and_its_return_too() throws Exception {
        try (var kept = kept("log");
                var said = new Said()) {
            var managed = kept.open();
            var handle = borrowedInHere(managed);
            Lease.run(handle, "SELECT 'the last'");
            kept.clock.advance(THRESHOLD.minusSeconds(1));
            assertEquals(0, leaks(kept));
            assertEquals(List.of(), said.warnings("out for"));
            kept.clock.advance(Duration.ofSeconds(1));
            assertEquals(1, leaks(kept));
            kept.clock.advance(THRESHOLD);
            assertEquals(1, leaks(kept));
            var warned = said.records(java.util.logging.Level.WARNING, "out for 30 s");
            assertEquals(1, warned.size(), said::all);
            for (var words : List.of("leaky", Thread.currentThread().getName(), "SELECT 'the last'")) {
                assertEquals(1, said.warnings(words).size(), words);
            }
            assertTrue(
                    Arrays.stream(warned.get(0).getThrown().getStackTrace())
                            .anyMatch(frame -> frame.getMethodName().equals("borrowedInHere")),
                    "the stack of the borrow");
            assertEquals(List.of(), said.lines(Level.INFO, "come back"));
            assertEquals("1", Lease.one(handle, "SELECT 1"), "it is only told");
            handle.close();
            assertEquals(1, said.lines(Level.INFO, "come back after 60 s").size(), said::all);
            managed.cleanup();
            kept.clock.advance(THRESHOLD.multipliedBy(2));
            assertEquals(1, leaks(kept), "an idle one is no leak");
        }
    }

    @Test
    void a_connection_that_the_server_took_back_is_no_leak_of_its_next_user() throws Exception {
        try (var kept = kept("log");
                var said = new Said()) {
            var managed = kept.open();
            borrowedInHere(managed); // never closed: the server cleans up, as at the end of a transaction
            managed.cleanup();
            kept.clock.advance(THRESHOLD.multipliedBy(2));
            assertEquals(0, leaks(kept));
            var handle = borrowedInHere(managed);
            assertEquals(0, leaks(kept), "its age begins anew");
            kept.clock.advance(THRESHOLD);
            assertEquals(1, leaks(kept));
            handle.close();
            assertEquals(1, said.lines(Level.INFO, "come back").size());
        }
    }

    @Test
    void a_handle_that_moves_takes_its_leak_along() throws Exception {
        try (var kept = kept("log")) {
            var from = kept.open();
            var to = kept.open();
            var handle = Kept.handle(from);
            to.associateConnection(handle);
            kept.clock.advance(THRESHOLD);
            assertEquals(1, leaks(kept));
            handle.close();
            kept.clock.advance(THRESHOLD);
            assertEquals(1, leaks(kept));
        }
    }

    @Test
    void with_abort_its_session_ends_and_the_pool_gets_its_place_back() throws Exception {
        try (var kept = kept("abort");
                var said = new Said()) {
            var managed = kept.open();
            var listener = kept.listenTo(managed);
            var handle = borrowedInHere(managed);
            int pid = Lease.backend(handle);
            handle.setAutoCommit(false);
            Lease.run(handle, "CREATE TABLE leaked_work (i int)");
            kept.clock.advance(THRESHOLD);
            assertEquals(1, leaks(kept));
            assertEquals(1, said.warnings("leakAction=abort").size());
            assertEquals(
                    1,
                    listener.events(ConnectionEvent.CONNECTION_ERROR_OCCURRED).size());
            dev.berth.Until.equal(
                    List.of(), () -> TestPostgres.column("SELECT pid FROM pg_stat_activity WHERE pid = " + pid));
            assertEquals(List.of(), TestPostgres.column("SELECT relname FROM pg_class WHERE relname = 'leaked_work'"));
            var gone = assertThrows(SQLException.class, () -> Lease.one(handle, "SELECT 1"));
            assertEquals("08006", gone.getSQLState());
            handle.close();
            managed.destroy();
            kept.source.connections().lookForLeaks();
        }
    }

    @Test
    void with_abort_that_of_a_thread_that_has_ended_is_reclaimed_at_once() throws Exception {
        try (var kept = kept("abort");
                var said = new Said()) {
            var managed = kept.open();
            var thread = new Thread(() -> borrowed(managed), "gone by now");
            thread.start();
            thread.join();
            assertEquals(1, leaks(kept));
            assertEquals(
                    1, said.warnings("gone by now, a thread that has ended").size(), said::all);
            assertThrows(jakarta.resource.ResourceException.class, managed::cleanup);
        }
    }

    private static void borrowed(JdbcManagedConnection managed) {
        try {
            borrowedInHere(managed);
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void what_was_borrowed_on_behalf_of_another_and_what_is_only_logged_is_left_until_its_time() throws Exception {
        final class Errand extends Thread implements OnBehalf {
            Errand(Runnable work) {
                super(work);
            }
        }
        try (var logged = kept("log");
                var aborted = kept("abort")) {
            var first = logged.open();
            var second = aborted.open();
            for (var thread : List.of(new Thread(() -> borrowed(first)), new Errand(() -> borrowed(second)))) {
                thread.start();
                thread.join();
            }
            assertEquals(0, leaks(logged));
            assertEquals(0, leaks(aborted));
            aborted.clock.advance(THRESHOLD);
            assertEquals(1, leaks(aborted));
        }
    }

    @Test
    void off_keeps_no_stack_and_no_sql() throws Exception {
        try (var kept = new Kept(factory -> {});
                var said = new Said()) {
            var handle = Kept.handle(kept.open());
            Lease.run(handle, "SELECT 1");
            kept.clock.advance(Duration.ofDays(30));
            assertEquals(0, leaks(kept));
            assertEquals(List.of(), said.warnings(""));
        } // that nothing is allocated for it is in CostTest
    }

    @Test
    void statements_and_results_left_open_are_closed_and_counted() throws Exception {
        for (var threshold : List.of(0, 1000)) { // plain ones, and watched ones
            leftOpen(factory -> factory.setSlowStatementThreshold(threshold));
        }
    }

    private static void leftOpen(java.util.function.Consumer<JdbcManagedConnectionFactory> change) throws Exception {
        try (var kept = new Kept(change)) {
            var managed = kept.open();
            var counts = kept.source.counts();
            var handle = Kept.handle(managed);
            handle.prepareStatement("SELECT 2").close();
            var result = handle.createStatement().executeQuery("SELECT 1");
            var prepared = handle.prepareStatement("SELECT 3");
            try (var closed = handle.createStatement()) {
                closed.executeQuery("SELECT 4").close();
            }
            var completed = handle.createStatement();
            completed.closeOnCompletion();
            completed.executeQuery("SELECT 5").close(); // and so it is not left open
            handle.close();
            assertEquals(2, counts.statementsLeftOpenCount());
            assertEquals(1, counts.resultsLeftOpenCount());
            assertTrue(result.isClosed());
            assertTrue(prepared.isClosed());
            managed.cleanup();
            var second = Kept.handle(managed);
            var left = second.createStatement();
            managed.cleanup();
            assertTrue(left.isClosed());
            assertEquals(3, counts.statementsLeftOpenCount());
            assertNotEquals(0, Kept.use(managed));
            assertEquals(3, counts.statementsLeftOpenCount());
        }
    }
}
