package dev.berth.jta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.Lease;
import dev.berth.PooledDataSource;
import dev.berth.TestPostgres;
import dev.berth.Until;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a transaction's connection comes back: by timeouts, other threads, dead sessions and closing pools. */
@Timeout(60)
class JtaEndingsTest {

    private static Bank here;
    private static Bank there;

    private final TransactionManager manager = Narayana.manager();
    private PooledDataSource source;
    private PooledDataSource other;
    private long before;

    @BeforeAll
    static void create() throws Exception {
        here = Bank.create("jta_ends_here", 2);
        there = Bank.create("jta_ends_there", 2);
    }

    @AfterAll
    static void drop() {
        here.drop();
        there.drop();
    }

    @BeforeEach
    void open() throws Exception {
        source = here.pool().maximumPoolSize(2).build();
        other = there.pool().build();
        before = here.balance(1);
    }

    @AfterEach
    void nothing_is_left() throws Exception {
        manager.setTransactionTimeout(0);
        Narayana.leaveNone();
        Until.equal(0, () -> source.snapshot().lent() + other.snapshot().lent());
        source.close();
        other.close();
        assertEquals(List.of(), here.inDoubt());
        assertEquals(List.of(), there.inDoubt());
        Until.equal(0L, () -> here.sessions() + there.sessions());
    }

    private static <T> T elsewhere(Callable<T> work) throws Exception {
        var answer = new CompletableFuture<T>();
        var thread = new Thread(() -> {
            try {
                answer.complete(work.call());
            } catch (Throwable failure) {
                answer.completeExceptionally(failure);
            }
        });
        thread.start();
        return answer.get(30, TimeUnit.SECONDS);
    }

    @Test
    void a_timeout_takes_the_work_back_and_the_thread_is_told() throws Exception {
        manager.setTransactionTimeout(1);
        manager.begin();
        try (var connection = source.getConnection()) {
            Lease.run(connection, "UPDATE account SET balance = balance + 1 WHERE id = 1");
            var cancelled = assertThrows(SQLException.class, () -> Lease.run(connection, "SELECT pg_sleep(30)"));
            assertTrue(cancelled.getSQLState().matches("57014|08.*|25.*"), cancelled::toString);
            Until.equal(Status.STATUS_ROLLEDBACK, manager::getStatus);
            var refused = assertThrows(
                    SQLException.class, () -> Lease.run(connection, "UPDATE account SET balance = 0 WHERE id = 1"));
            assertEquals("25000", refused.getSQLState());
            assertTrue(refused.getMessage().contains("has outlived its transaction"), refused::getMessage);
        }
        var none = assertThrows(SQLException.class, source::getConnection);
        assertEquals("40000", none.getSQLState(), none::getMessage);
        assertThrows(Exception.class, manager::commit);
        Narayana.leaveNone();
        assertEquals(before, here.balance(1));
        Bank.add(source, 1, 1);
        assertEquals(before + 1, here.balance(1));
    }

    @Test
    void a_timeout_of_a_transaction_without_open_handles_takes_the_connection_back() throws Exception {
        manager.setTransactionTimeout(1);
        manager.begin();
        Bank.add(source, 1, 1);
        Until.equal(0, () -> source.snapshot().lent());
        assertThrows(Exception.class, manager::commit);
        Narayana.leaveNone();
        assertEquals(before, here.balance(1));
    }

    @Test
    void another_thread_may_end_the_transaction() throws Exception {
        manager.begin();
        Bank.add(source, 1, 1);
        var transaction = manager.suspend();
        elsewhere(() -> {
            manager.resume(transaction);
            Bank.add(source, 1, 1);
            manager.commit();
            return null;
        });
        assertEquals(before + 2, here.balance(1));
        assertEquals(0, source.snapshot().lent());
    }

    @Test
    void a_handle_that_another_threads_commit_finds_open_goes_with_its_connection() throws Exception {
        manager.begin();
        var kept = source.getConnection();
        int backend = Lease.backend(kept);
        Lease.run(kept, "UPDATE account SET balance = balance + 1 WHERE id = 1");
        var transaction = manager.suspend();
        elsewhere(() -> {
            manager.resume(transaction);
            manager.commit();
            return null;
        });
        assertEquals(before + 1, here.balance(1));
        assertThrows(SQLException.class, () -> Lease.run(kept, "UPDATE account SET balance = 0 WHERE id = 1"));
        kept.close();
        Until.equal(List.of(), () -> TestPostgres.column("SELECT pid FROM pg_stat_activity WHERE pid = " + backend));
        assertEquals(0, source.snapshot().lent());
    }

    @Test
    void a_session_that_dies_takes_the_transaction_with_it_and_leaves_its_place() throws Exception {
        manager.begin();
        Bank.add(other, 1, 1);
        try (var connection = source.getConnection()) {
            TestPostgres.endBackend(Lease.backend(connection));
            assertThrows(SQLException.class, () -> Lease.run(connection, "SELECT 1"));
            var gone = assertThrows(SQLTransientConnectionException.class, source::getConnection);
            assertEquals("08006", gone.getSQLState(), gone::getMessage);
        }
        assertEquals(0, source.snapshot().lent());
        assertThrows(RollbackException.class, manager::commit);
        assertEquals("100", there.ask("SELECT balance FROM account WHERE id = 1"));
    }

    @Test
    void a_session_that_is_dead_at_prepare_rolls_back_all() throws Exception {
        manager.begin();
        Bank.add(other, 1, 1);
        int backend;
        try (var connection = source.getConnection()) {
            Lease.run(connection, "UPDATE account SET balance = balance + 1 WHERE id = 1");
            backend = Lease.backend(connection);
        }
        TestPostgres.endBackend(backend);
        assertThrows(RollbackException.class, manager::commit);
        assertEquals(before, here.balance(1));
        assertEquals("100", there.ask("SELECT balance FROM account WHERE id = 1"));
    }

    @Test
    void a_full_pool_is_told_and_the_transaction_goes_on() throws Exception {
        try (var small = there.pool()
                        .maximumPoolSize(1)
                        .connectionTimeout(Duration.ofMillis(300))
                        .build();
                var taken = small.getConnection()) {
            manager.begin();
            Bank.add(source, 1, 1);
            var full = assertThrows(SQLTransientConnectionException.class, small::getConnection);
            assertEquals("53300", full.getSQLState());
            assertTrue(taken.isValid(5));
            manager.commit();
        }
        assertEquals(before + 1, here.balance(1));
    }

    @Test
    void a_pool_that_closes_rolls_back_what_is_open() throws Exception {
        manager.begin();
        Bank.add(source, 1, 1);
        source.close();
        assertThrows(RollbackException.class, manager::commit);
        assertEquals(before, here.balance(1));
        assertEquals(
                "08003", assertThrows(SQLException.class, source::getConnection).getSQLState());
    }

    @Test
    void a_pool_that_closes_patiently_lets_a_transaction_come_to_its_end() throws Exception {
        manager.begin();
        Bank.add(source, 1, 1);
        var closing = CompletableFuture.runAsync(() -> source.close(Duration.ofSeconds(30)));
        Until.equal("08003", () -> elsewhere(this::borrowState));
        Bank.add(source, 1, 1);
        manager.commit();
        closing.get(10, TimeUnit.SECONDS);
        assertEquals(before + 2, here.balance(1));
    }

    private String borrowState() {
        try (var connection = source.getConnection()) {
            return "lent " + connection;
        } catch (SQLException refused) {
            return refused.getSQLState();
        }
    }

    @Test
    void a_manager_that_refuses_leaves_the_connection_in_the_pool() throws Exception {
        for (var refusal : Refusing.values()) {
            try (var refusing =
                    here.pool().transactionManager(refusal.of(manager)).build()) {
                manager.begin();
                var refused = assertThrows(SQLException.class, refusing::getConnection);
                assertEquals(refusal.sqlState, refused.getSQLState(), refused::getMessage);
                assertEquals(0, refusing.snapshot().lent(), refusal::name);
                manager.rollback();
                Bank.add(refusing, 2, 1);
                assertEquals(0, refusing.snapshot().lent(), refusal::name);
            }
        }
    }

    /** What works before the end of a transaction, and tries to after it. */
    private final class Latecomer implements Synchronization {

        private final int account;
        private SQLException refused;

        Latecomer(int account) {
            this.account = account;
        }

        @Override
        public void beforeCompletion() {
            try {
                Bank.add(source, account, 1);
            } catch (SQLException failure) {
                throw new IllegalStateException(failure);
            }
        }

        @Override
        public void afterCompletion(int status) {
            refused = assertThrows(SQLException.class, () -> Bank.add(source, account, 10));
        }
    }

    @Test
    void synchronizations_may_work_before_the_end_and_not_after_it() throws Exception {
        var plain = new Latecomer(1);
        manager.begin();
        manager.getTransaction().registerSynchronization(plain);
        manager.commit();
        assertEquals(before + 1, here.balance(1));
        assertEquals("25000", plain.refused.getSQLState(), plain.refused::getMessage);

        var interposed = new Latecomer(1); // as a persistence provider's, which writes then
        manager.begin();
        Narayana.registry().registerInterposedSynchronization(interposed);
        manager.commit();
        assertEquals(before + 2, here.balance(1));
        assertEquals("25000", interposed.refused.getSQLState(), interposed.refused::getMessage);
    }

    @Test
    void a_timeout_while_a_borrower_waits_loses_no_connection() throws Exception {
        var begun = new CompletableFuture<Transaction>();
        try (var one = source.getConnection();
                var two = source.getConnection()) {
            assertFalse(two.isClosed());
            var waiting = CompletableFuture.supplyAsync(() -> {
                try {
                    manager.setTransactionTimeout(1);
                    manager.begin();
                    begun.complete(manager.getTransaction());
                    return borrowState();
                } catch (Exception failure) {
                    throw new IllegalStateException(failure);
                } finally {
                    leave();
                }
            });
            var transaction = begun.get(10, TimeUnit.SECONDS);
            Until.equal(Status.STATUS_ROLLEDBACK, transaction::getStatus);
            Until.equal(1, () -> source.snapshot().waiting());
            one.close();
            var told = waiting.get(30, TimeUnit.SECONDS);
            assertTrue(List.of("40000", "25000").contains(told), told);
        }
    }

    private void leave() {
        try {
            manager.setTransactionTimeout(0);
            Narayana.leaveNone();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }
}
