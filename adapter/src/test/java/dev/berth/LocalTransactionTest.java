package dev.berth;

import static jakarta.resource.spi.ConnectionEvent.CONNECTION_ERROR_OCCURRED;
import static jakarta.resource.spi.ConnectionEvent.LOCAL_TRANSACTION_COMMITTED;
import static jakarta.resource.spi.ConnectionEvent.LOCAL_TRANSACTION_ROLLEDBACK;
import static jakarta.resource.spi.ConnectionEvent.LOCAL_TRANSACTION_STARTED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.LocalTransactionException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Local transactions, the container's (8.7) and the application's own, on a real PostgreSQL. */
class LocalTransactionTest {

    private Lease lease;
    private LocalTransaction transaction;
    private Connection handle;

    @BeforeEach
    void open() throws Exception {
        lease = Lease.open();
        transaction = lease.managed.getLocalTransaction();
        handle = lease.handle();
        Lease.run(handle, "CREATE TABLE IF NOT EXISTS local(i int UNIQUE DEFERRABLE INITIALLY DEFERRED)");
        Lease.run(handle, "TRUNCATE local");
    }

    @AfterEach
    void destroy() throws ResourceException {
        lease.close();
    }

    private void insert(int value) throws SQLException {
        Lease.run(handle, "INSERT INTO local VALUES (" + value + ")");
    }

    private static List<String> rows() {
        return TestPostgres.column("SELECT i FROM local ORDER BY i");
    }

    @Test
    @Obligation({35, 38, 39, 42, 100})
    void the_container_commits_and_rolls_back_without_events() throws Exception {
        assertTrue(handle.getAutoCommit());
        transaction.begin();
        assertFalse(handle.getAutoCommit());
        insert(1);
        assertEquals(List.of(), rows());
        transaction.commit();
        assertTrue(handle.getAutoCommit());
        assertEquals(List.of("1"), rows());
        transaction.begin();
        insert(2);
        transaction.rollback();
        assertEquals(List.of("1"), rows());
        assertEquals(List.of(), lease.listener.ids());
    }

    @Test
    @Obligation(40)
    void a_commit_of_what_the_database_threw_away_fails_and_names_the_first_failure() throws Exception {
        transaction.begin();
        insert(1);
        assertThrows(SQLException.class, () -> Lease.run(handle, "SELECT 1/0"));
        assertThrows(SQLException.class, () -> Lease.run(handle, "SELECT 1"));
        var failure = assertThrows(LocalTransactionException.class, transaction::commit);
        assertTrue(failure.getMessage().contains("22012"), failure::getMessage);
        assertEquals("25P02", failure.getErrorCode());
        assertEquals(List.of(), rows());
        transaction.begin();
        insert(2);
        transaction.commit();
        assertEquals(List.of("2"), rows());
    }

    @Test
    @Obligation(40)
    void a_savepoint_that_recovered_the_transaction_lets_it_commit() throws Exception {
        transaction.begin();
        insert(1);
        Lease.run(handle, "SAVEPOINT s");
        assertThrows(SQLException.class, () -> Lease.run(handle, "SELECT 1/0"));
        Lease.run(handle, "ROLLBACK TO SAVEPOINT s");
        transaction.commit();
        assertEquals(List.of("1"), rows());
    }

    @Test
    @Obligation(40)
    void a_failure_on_the_drivers_own_object_counts_too() throws Exception {
        transaction.begin();
        insert(1);
        var driver = handle.unwrap(org.postgresql.PGConnection.class);
        assertThrows(
                SQLException.class,
                () -> driver.getCopyAPI().copyIn("COPY local FROM STDIN", new java.io.StringReader("no number\n")));
        assertThrows(LocalTransactionException.class, transaction::commit);
        transaction.begin();
        assertThrows(SQLException.class, () -> driver.getLargeObjectAPI().open(4711L));
        assertThrows(LocalTransactionException.class, transaction::commit);
        assertEquals(List.of(), rows());
    }

    @Test
    @Obligation(40)
    void a_driver_that_saves_by_itself_lets_it_commit() throws Exception {
        var factory = TestPostgres.factory();
        factory.setDriverProperties("autosave=always");
        try (var saving = new Lease(factory)) {
            var begun = saving.managed.getLocalTransaction();
            var connection = saving.handle();
            begun.begin();
            Lease.run(connection, "INSERT INTO local VALUES (3)");
            assertThrows(SQLException.class, () -> Lease.run(connection, "SELECT 1/0"));
            begun.commit();
        }
        assertEquals(List.of("3"), rows());
    }

    @Test
    @Obligation(40)
    void a_deferred_constraint_fails_the_commit_and_leaves_the_connection_usable() throws Exception {
        insert(5);
        transaction.begin();
        insert(5);
        var failure = assertThrows(LocalTransactionException.class, transaction::commit);
        assertEquals("23505", failure.getErrorCode());
        assertTrue(handle.getAutoCommit());
        assertEquals(List.of("5"), rows());
    }

    @Test
    @Obligation(40)
    void a_commit_over_a_dead_session_fails_and_tells_the_pool() throws Exception {
        transaction.begin();
        insert(1);
        TestPostgres.endBackend(Lease.backend(handle));
        var failure = assertThrows(LocalTransactionException.class, transaction::commit);
        assertTrue(failure.getMessage().startsWith("Nobody can know"), failure::getMessage);
        assertEquals(1, lease.listener.events(CONNECTION_ERROR_OCCURRED).size());
        assertEquals(List.of(), rows());
    }

    @Test
    @Obligation(40)
    void a_commit_over_a_session_known_to_be_dead_is_no_commit_for_certain() throws Exception {
        transaction.begin();
        insert(1);
        TestPostgres.endBackend(Lease.backend(handle));
        assertThrows(SQLException.class, () -> insert(2));
        var failure = assertThrows(LocalTransactionException.class, transaction::commit);
        assertTrue(failure.getMessage().startsWith("Nothing was committed"), failure::getMessage);
    }

    @Test
    @Obligation({40, 41})
    void a_second_begin_and_an_end_without_a_begin_are_refused() throws Exception {
        assertThrows(LocalTransactionException.class, transaction::commit);
        assertThrows(LocalTransactionException.class, transaction::rollback);
        transaction.begin();
        assertThrows(LocalTransactionException.class, transaction::begin);
        insert(1);
        transaction.commit();
        assertEquals(List.of("1"), rows());
    }

    @Test
    @Obligation(99)
    void the_application_does_not_end_the_containers_transaction() throws Exception {
        transaction.begin();
        insert(1);
        for (var call : List.<org.junit.jupiter.api.function.Executable>of(
                () -> handle.commit(),
                () -> handle.rollback(),
                () -> handle.setSavepoint(),
                () -> handle.setSavepoint("s"),
                () -> handle.setAutoCommit(true))) {
            var refused = assertThrows(SQLException.class, call);
            assertEquals("25000", refused.getSQLState());
            assertTrue(refused.getMessage().contains("container"), refused::getMessage);
        }
        handle.setAutoCommit(false);
        transaction.commit();
        assertEquals(List.of("1"), rows());
    }

    @Test
    @Obligation(59)
    void isolation_and_read_only_are_set_before_the_first_statement_or_refused() throws Exception {
        transaction.begin();
        handle.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
        handle.setReadOnly(true);
        assertEquals("serializable", Lease.one(handle, "SHOW transaction_isolation"));
        assertEquals("on", Lease.one(handle, "SHOW transaction_read_only"));
        for (var call : List.<org.junit.jupiter.api.function.Executable>of(
                () -> handle.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED),
                () -> handle.setReadOnly(false))) {
            assertEquals("25001", assertThrows(SQLException.class, call).getSQLState());
        }
        transaction.rollback();
    }

    @Test
    @Obligation(59)
    void settings_that_two_handles_would_share_are_refused_while_both_are_open() throws Exception {
        transaction.begin();
        var other = lease.handle();
        for (var call : List.<org.junit.jupiter.api.function.Executable>of(
                () -> handle.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE),
                () -> handle.setReadOnly(true),
                () -> handle.setSchema("pg_catalog"))) {
            var refused = assertThrows(SQLException.class, call);
            assertTrue(refused.getMessage().contains("2 handles"), refused::getMessage);
        }
        other.close();
        handle.setReadOnly(true);
        transaction.rollback();
    }

    @Test
    @Obligation(43)
    void the_applications_own_transaction_is_told_started_committed_and_rolled_back() throws Exception {
        handle.setAutoCommit(false);
        assertEquals(List.of(), lease.listener.ids());
        insert(1);
        insert(2);
        assertEquals(List.of(LOCAL_TRANSACTION_STARTED), lease.listener.ids());
        handle.commit();
        insert(3);
        handle.rollback();
        insert(4);
        handle.setAutoCommit(true);
        assertEquals(
                List.of(
                        LOCAL_TRANSACTION_STARTED,
                        LOCAL_TRANSACTION_COMMITTED,
                        LOCAL_TRANSACTION_STARTED,
                        LOCAL_TRANSACTION_ROLLEDBACK,
                        LOCAL_TRANSACTION_STARTED,
                        LOCAL_TRANSACTION_COMMITTED),
                lease.listener.ids());
        assertEquals(List.of("1", "2", "4"), rows());
    }

    @Test
    @Obligation(40)
    void the_applications_own_commit_is_honest_too() throws Exception {
        handle.setAutoCommit(false);
        insert(1);
        assertThrows(SQLException.class, () -> Lease.run(handle, "SELECT 1/0"));
        var failure = assertThrows(SQLException.class, handle::commit);
        assertEquals("25P02", failure.getSQLState());
        assertTrue(failure.getMessage().contains("22012"), failure::getMessage);
        assertEquals(List.of(), rows());
        insert(2);
        handle.commit();
        assertEquals(List.of("2"), rows());
    }

    @Test
    void without_strict_commit_it_returns_as_with_the_peers() throws Exception {
        var factory = TestPostgres.factory();
        factory.setStrictCommit(false);
        try (var loose = new Lease(factory)) {
            var begun = loose.managed.getLocalTransaction();
            begun.begin();
            assertThrows(SQLException.class, () -> Lease.run(loose.handle(), "SELECT 1/0"));
            begun.commit();
            assertEquals(List.of(), rows());
        }
    }

    @Test
    @Obligation(104)
    void a_validation_leaves_no_transaction_open() throws Exception {
        handle.setAutoCommit(false);
        assertTrue(handle.isValid(5));
        assertEquals(
                List.of("idle"),
                TestPostgres.column("SELECT state FROM pg_stat_activity WHERE pid = " + backendWithoutTransaction()));
        assertThrows(SQLException.class, () -> handle.isValid(-1));
        handle.close();
        assertFalse(handle.isValid(5));
    }

    private int backendWithoutTransaction() throws SQLException {
        return handle.unwrap(org.postgresql.PGConnection.class).getBackendPID();
    }
}
