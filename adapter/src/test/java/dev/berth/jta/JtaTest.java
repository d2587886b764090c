package dev.berth.jta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.Lease;
import dev.berth.PooledDataSource;
import dev.berth.TestPostgres;
import dev.berth.Until;
import jakarta.transaction.RollbackException;
import jakarta.transaction.TransactionManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections in the transactions of a transaction manager, outside a server. */
@Timeout(60)
class JtaTest {

    private static Bank here;
    private static Bank there;
    private static PooledDataSource source;
    private static PooledDataSource other;

    private final TransactionManager manager = Narayana.manager();
    private long before;
    private long beforeThere;

    @BeforeAll
    static void open() throws Exception {
        here = Bank.create("jta_here", 2);
        there = Bank.create("jta_there", 2);
        source = here.pool().build();
        other = there.pool().build();
    }

    @AfterAll
    static void close() {
        source.close();
        other.close();
        here.drop();
        there.drop();
    }

    @BeforeEach
    void look() throws Exception {
        before = here.balance(1);
        beforeThere = there.balance(1);
    }

    @AfterEach
    void nothing_is_left() throws Exception {
        Narayana.leaveNone();
        assertEquals(0, source.snapshot().lent());
        assertEquals(0, other.snapshot().lent());
        assertEquals(List.of(), here.inDoubt());
        assertEquals(List.of(), there.inDoubt());
    }

    private void assertMoved(long much) throws SQLException {
        assertEquals(before - much, here.balance(1));
        assertEquals(beforeThere + much, there.balance(1));
    }

    @Test
    void two_databases_commit_together() throws Exception {
        manager.begin();
        Bank.add(source, 1, -30);
        Bank.add(other, 1, 30);
        assertMoved(0);
        manager.commit();
        assertMoved(30);
    }

    @Test
    void two_databases_roll_back_together() throws Exception {
        manager.begin();
        Bank.add(source, 1, -30);
        Bank.add(other, 1, 30);
        manager.rollback();
        assertMoved(0);

        manager.begin();
        Bank.add(source, 1, -30);
        Bank.add(other, 1, 30);
        manager.setRollbackOnly();
        assertThrows(RollbackException.class, manager::commit);
        assertMoved(0);
    }

    @Test
    void borrows_of_one_transaction_share_one_connection_until_its_end() throws Exception {
        manager.begin();
        int first;
        try (var connection = source.getConnection()) {
            first = Lease.backend(connection);
            Lease.run(connection, "UPDATE account SET balance = balance + 1 WHERE id = 1");
            try (var nested = source.getConnection()) {
                assertEquals(first, Lease.backend(nested));
                assertEquals(String.valueOf(before + 1), Lease.one(nested, "SELECT balance FROM account WHERE id = 1"));
            }
            assertEquals(first, Lease.backend(connection), "the other handle's close has closed that one alone");
        }
        assertEquals(1, source.snapshot().lent(), "closed, and the transaction's still");
        try (var again = source.getConnection()) {
            assertEquals(first, Lease.backend(again));
        }
        assertEquals(1, source.snapshot().lent());
        manager.commit();
        assertEquals(0, source.snapshot().lent());
        assertEquals(before + 1, here.balance(1));
    }

    @Test
    void outside_a_transaction_nothing_has_changed() throws Exception {
        try (var one = source.getConnection();
                var two = source.getConnection()) {
            assertNotEquals(Lease.backend(one), Lease.backend(two));
            assertTrue(one.getAutoCommit());
            Lease.run(one, "UPDATE account SET balance = balance + 1 WHERE id = 1");
        }
        assertEquals(before + 1, here.balance(1));
        source.inTransaction(connection -> {
            Lease.run(connection, "UPDATE account SET balance = balance + 1 WHERE id = 1");
            return null;
        });
        assertEquals(before + 2, here.balance(1));
        try (var later = source.getConnectionAsync().toCompletableFuture().get()) {
            assertEquals("1", Lease.one(later, "SELECT 1"));
        }
        Until.equal(0, () -> source.snapshot().lent());
    }

    @Test
    void users_have_a_branch_each() throws Exception {
        manager.begin();
        try (var mine = source.getConnection();
                var theirs = source.getConnection(TestPostgres.OTHER_USER, TestPostgres.OTHER_PASSWORD);
                var again = source.getConnection(TestPostgres.OTHER_USER, TestPostgres.OTHER_PASSWORD)) {
            assertEquals(TestPostgres.USER, Lease.one(mine, "SELECT current_user"));
            assertEquals(TestPostgres.OTHER_USER, Lease.one(theirs, "SELECT current_user"));
            assertEquals(Lease.backend(theirs), Lease.backend(again));
            Lease.run(mine, "UPDATE account SET balance = balance + 1 WHERE id = 1");
            Lease.run(theirs, "UPDATE account SET balance = balance + 1 WHERE id = 2");
        }
        manager.commit();
        assertEquals(before + 1, here.balance(1));
    }

    @Test
    void a_connection_from_before_the_transaction_stays_outside_it() throws Exception {
        try (var outside = source.getConnection()) {
            manager.begin();
            Lease.run(outside, "UPDATE account SET balance = balance + 1 WHERE id = 1");
            Bank.add(source, 2, 1);
            manager.rollback();
        }
        assertEquals(before + 1, here.balance(1));
    }

    @Test
    void a_suspended_transaction_keeps_its_connection() throws Exception {
        manager.begin();
        Bank.add(source, 1, 1);
        var suspended = manager.suspend();
        manager.begin();
        Bank.add(source, 2, 1);
        assertEquals(2, source.snapshot().lent());
        manager.rollback();
        Bank.add(other, 1, 1);
        manager.resume(suspended);
        Bank.add(source, 1, 1);
        assertEquals(1, source.snapshot().lent());
        manager.commit();
        assertEquals(before + 2, here.balance(1));
        assertEquals(beforeThere + 1, there.balance(1));
    }

    @Test
    void the_transaction_is_the_managers_to_end() throws Exception {
        manager.begin();
        try (var connection = source.getConnection()) {
            assertFalse(connection.getAutoCommit());
            for (var call : List.<Call>of(Connection::commit, Connection::rollback, c -> c.setAutoCommit(true))) {
                assertEquals(
                        "25000",
                        assertThrows(SQLException.class, () -> call.on(connection))
                                .getSQLState());
            }
        }
        manager.commit();
    }

    private interface Call {
        void on(Connection connection) throws SQLException;
    }

    @Test
    void a_handle_is_closed_at_the_end_of_its_transaction() throws Exception {
        manager.begin();
        var kept = source.getConnection();
        int backend = Lease.backend(kept);
        Lease.run(kept, "UPDATE account SET balance = balance + 1 WHERE id = 1");
        manager.commit();
        assertTrue(kept.isClosed());
        assertThrows(SQLException.class, () -> Lease.run(kept, "UPDATE account SET balance = 0"));
        kept.close();
        assertEquals(before + 1, here.balance(1));
        assertEquals(backend, source.<Integer>withConnection(Lease::backend), "lent again, not closed");
    }

    @Test
    void marked_for_rollback_it_takes_no_more_connections() throws Exception {
        manager.begin();
        try (var connection = source.getConnection()) {
            manager.setRollbackOnly();
            try (var shared = source.getConnection()) {
                assertEquals(Lease.backend(connection), Lease.backend(shared));
            }
        }
        long opened = other.snapshot().opened();
        var refused = assertThrows(SQLTransactionRollbackException.class, other::getConnection);
        assertEquals("40000", refused.getSQLState());
        assertTrue(refused.getMessage().contains("marked for rollback"), refused::getMessage);
        assertEquals(opened, other.snapshot().opened());
        manager.rollback();
    }

    @Test
    void what_would_not_be_in_the_transaction_is_refused() throws Exception {
        manager.begin();
        var ran = assertThrows(SQLException.class, () -> source.inTransaction(connection -> 1));
        assertEquals("25000", ran.getSQLState());
        assertEquals(
                "25000",
                assertThrows(
                                SQLException.class,
                                () -> source.inTransaction(Connection.TRANSACTION_SERIALIZABLE, 1, c -> 1))
                        .getSQLState());
        var later = source.getConnectionAsync().toCompletableFuture();
        var refused = assertThrows(java.util.concurrent.ExecutionException.class, later::get);
        assertEquals("25000", ((SQLException) refused.getCause()).getSQLState());
        int backend = source.withConnection(Lease::backend);
        assertEquals(backend, source.<Integer>withConnection(Lease::backend));
        manager.commit();
    }
}
