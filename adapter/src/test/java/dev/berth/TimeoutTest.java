package dev.berth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A transaction manager's timeout: it rolls back from a thread of its own while the application works. */
class TimeoutTest {

    private Lease lease;
    private Connection handle;

    @BeforeEach
    void open() throws Exception {
        lease = Lease.open();
        handle = lease.handle();
        Lease.run(handle, "CREATE TABLE IF NOT EXISTS timed(i int)", "TRUNCATE timed");
    }

    @AfterEach
    void destroy() throws Exception {
        lease.close();
    }

    /** A thread for each: the common pool may have a single one. */
    private static final Executor NEW_THREAD =
            task -> new Thread(task, "of-" + TimeoutTest.class.getSimpleName()).start();

    private interface Rollback {
        void run() throws Exception;
    }

    private void inAnotherThread(Rollback rollback) throws Exception {
        var done = CompletableFuture.runAsync(
                () -> {
                    try {
                        rollback.run();
                    } catch (Exception failure) {
                        throw new IllegalStateException(failure);
                    }
                },
                NEW_THREAD);
        done.get(30, TimeUnit.SECONDS);
    }

    private CompletableFuture<SQLException> runsLong() {
        int backend = assertRuns(() -> Lease.backend(handle));
        var failure = CompletableFuture.supplyAsync(
                () -> assertThrows(
                        SQLException.class,
                        () -> Lease.run(handle, "INSERT INTO timed VALUES (1)", "SELECT pg_sleep(60)")),
                NEW_THREAD);
        assertRuns(() -> {
            Until.equal(
                    List.of("active"),
                    () -> TestPostgres.column("SELECT state FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%'"
                            + " AND pid = " + backend));
            return 0;
        });
        return failure;
    }

    private static int assertRuns(java.util.concurrent.Callable<Integer> call) {
        return org.junit.jupiter.api.Assertions.assertDoesNotThrow(call::call);
    }

    @Test
    @Obligation(57)
    void a_rollback_from_another_thread_cancels_the_running_statement_and_expires_the_handle() throws Exception {
        var xa = lease.managed.getXAResource();
        var xid = Branches.next();
        xa.start(xid, XAResource.TMNOFLAGS);
        var running = runsLong();
        long begun = System.nanoTime();
        inAnotherThread(() -> {
            xa.end(xid, XAResource.TMFAIL);
            xa.rollback(xid);
        });
        assertTrue(System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(20), "waited for the statement");
        assertEquals("57014", running.get(20, TimeUnit.SECONDS).getSQLState());
        refusesAndCloses();
    }

    @Test
    void the_same_with_a_local_transaction() throws Exception {
        var transaction = lease.managed.getLocalTransaction();
        transaction.begin();
        var running = runsLong();
        inAnotherThread(transaction::rollback);
        assertEquals("57014", running.get(20, TimeUnit.SECONDS).getSQLState());
        refusesAndCloses();
    }

    @Test
    void a_transaction_that_timed_out_before_its_first_statement_runs_none_outside_it() throws Exception {
        var xa = lease.managed.getXAResource();
        var xid = Branches.next();
        xa.start(xid, XAResource.TMNOFLAGS);
        inAnotherThread(() -> xa.rollback(xid));
        refusesAndCloses();
    }

    private void refusesAndCloses() throws Exception {
        for (var call : List.<org.junit.jupiter.api.function.Executable>of(
                () -> Lease.run(handle, "INSERT INTO timed VALUES (2)"),
                () -> handle.prepareStatement("SELECT 1"),
                () -> handle.getAutoCommit(),
                () -> handle.setAutoCommit(false),
                () -> handle.commit(),
                () -> handle.getMetaData().getTables(null, null, null, null))) {
            var refused = assertThrows(SQLException.class, call);
            assertEquals("25000", refused.getSQLState());
            assertTrue(refused.getMessage().contains("outlived"), refused::getMessage);
        }
        assertFalse(handle.isClosed());
        handle.close();
        assertEquals(1, lease.listener.events(ConnectionEvent.CONNECTION_CLOSED).size());
        assertThrows(ResourceException.class, lease.managed::cleanup, "it has to be destroyed");
        assertThrows(ResourceException.class, lease::handle);
        lease.managed.destroy();
        assertEquals(List.of("0"), TestPostgres.column("SELECT count(*) FROM timed"));
    }

    @Test
    void no_statement_on_its_way_runs_outside_the_transaction() throws Exception {
        for (int round = 0; round < 300; round++) {
            try (var timed = Lease.open()) {
                var xa = timed.managed.getXAResource();
                var borrowed = timed.handle();
                var xid = Branches.next();
                xa.start(xid, XAResource.TMNOFLAGS);
                var started = new CountDownLatch(1);
                var work = CompletableFuture.runAsync(() -> insertUntilRefused(borrowed, started), NEW_THREAD);
                assertTrue(started.await(20, TimeUnit.SECONDS));
                inAnotherThread(() -> xa.rollback(xid));
                work.get(20, TimeUnit.SECONDS);
            }
        }
        assertEquals(List.of("0"), TestPostgres.column("SELECT count(*) FROM timed"));
    }

    private static void insertUntilRefused(Connection borrowed, CountDownLatch started) {
        try (var insert = borrowed.prepareStatement("INSERT INTO timed VALUES (1)")) {
            for (int i = 0; i < 100_000; i++) {
                insert.executeUpdate();
                started.countDown();
            }
            throw new AssertionError("never refused");
        } catch (SQLException cancelledOrRefused) {
            started.countDown();
        }
    }

    @Test
    @Obligation(40)
    void a_session_that_died_before_the_end_is_a_rollback_for_certain() throws Exception {
        var xa = lease.managed.getXAResource();
        for (boolean onePhase : new boolean[] {true, false}) {
            try (var dying = Lease.open()) {
                var resource = dying.managed.getXAResource();
                var connection = dying.handle();
                var xid = Branches.next();
                resource.start(xid, XAResource.TMNOFLAGS);
                Lease.run(connection, "INSERT INTO timed VALUES (1)");
                TestPostgres.endBackend(Lease.backend(connection));
                assertThrows(SQLException.class, () -> Lease.one(connection, "SELECT 1"));
                resource.end(xid, XAResource.TMSUCCESS);
                Branches.assertXa(XAException.XA_RBCOMMFAIL, () -> {
                    if (onePhase) {
                        resource.commit(xid, true);
                    } else {
                        resource.prepare(xid);
                    }
                });
                Branches.assertXa(XAException.XAER_NOTA, () -> resource.rollback(xid)); // as managers do all the same
                resource.isSameRM(xa);
            }
        }
        assertEquals("0", Lease.one(handle, "SELECT count(*) FROM timed"));
    }

    @Test
    @Obligation(54)
    void a_commit_that_was_sent_and_not_answered_is_unknown_and_says_so() throws Exception {
        var xa = lease.managed.getXAResource();
        var xid = Branches.next();
        xa.start(xid, XAResource.TMNOFLAGS);
        Lease.run(handle, "INSERT INTO timed VALUES (1)");
        TestPostgres.endBackend(Lease.backend(handle));
        xa.end(xid, XAResource.TMSUCCESS);
        Branches.assertXa(XAException.XAER_RMFAIL, () -> xa.commit(xid, true));
        assertEquals(
                1,
                lease.listener.events(ConnectionEvent.CONNECTION_ERROR_OCCURRED).size());
    }

    @Test
    void a_branch_whose_session_died_is_rolled_back_without_complaint() throws Exception {
        var xa = lease.managed.getXAResource();
        var xid = Branches.next();
        xa.start(xid, XAResource.TMNOFLAGS);
        Lease.run(handle, "INSERT INTO timed VALUES (1)");
        TestPostgres.endBackend(Lease.backend(handle));
        xa.end(xid, XAResource.TMFAIL);
        xa.rollback(xid);
        assertEquals(
                1,
                lease.listener.events(ConnectionEvent.CONNECTION_ERROR_OCCURRED).size());
    }

    @Test
    @Obligation(99)
    void the_containers_transaction_is_not_ended_by_sql_either() throws Exception {
        var transaction = lease.managed.getLocalTransaction();
        transaction.begin();
        Lease.run(handle, "INSERT INTO timed VALUES (1)", "SAVEPOINT s", "ROLLBACK TO SAVEPOINT s", "ROLLBACK TO s");
        for (var sql : List.of(
                "COMMIT",
                " commit work",
                "-- why\nROLLBACK",
                ";/* so */ -- why\n COMMIT",
                "/* so */ END;",
                "ABORT",
                "PREPARE TRANSACTION 'x'",
                "rollback transaction")) {
            assertEquals(
                    "2D000",
                    assertThrows(SQLException.class, () -> Lease.run(handle, sql))
                            .getSQLState(),
                    sql);
            assertThrows(SQLException.class, () -> handle.prepareStatement(sql), sql);
        }
        Lease.run(handle, "PREPARE plan AS SELECT 1");
        transaction.commit();
        assertEquals("1", Lease.one(handle, "SELECT count(*) FROM timed"));
    }

    @Test
    @Obligation(99)
    void what_was_fine_outside_the_containers_transaction_is_refused_in_it() throws Exception {
        var sql = "ROLLBACK";
        for (int round = 0; round < 3; round++) {
            Lease.run(handle, sql);
            var transaction = lease.managed.getLocalTransaction();
            transaction.begin(); // and no other text in between: the last one is remembered
            assertEquals(
                    "2D000",
                    assertThrows(SQLException.class, () -> Lease.run(handle, sql))
                            .getSQLState());
            transaction.rollback();
        }
    }
}
