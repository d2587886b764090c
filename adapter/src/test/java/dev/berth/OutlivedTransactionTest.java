package dev.berth;

import static javax.transaction.xa.XAResource.TMFAIL;
import static javax.transaction.xa.XAResource.TMJOIN;
import static javax.transaction.xa.XAResource.TMNOFLAGS;
import static javax.transaction.xa.XAResource.TMSUCCESS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** A handle held over the end of its transaction, over a timeout, or into another transaction. */
class OutlivedTransactionTest {

    private JdbcManagedConnectionFactory factory;
    private Lease lease;
    private Connection handle;
    private XAResource xa;
    private Xid xid;

    @BeforeEach
    void open() throws Exception {
        factory = TestPostgres.factory();
        lease = new Lease(factory);
        handle = lease.handle();
        xa = lease.managed.getXAResource();
        xid = Branches.next();
        Lease.run(handle, "CREATE TABLE IF NOT EXISTS outlived(i int)", "TRUNCATE outlived");
    }

    @AfterEach
    void destroy() throws Exception {
        lease.close();
    }

    private void insert(int value) throws SQLException {
        Lease.run(handle, "INSERT INTO outlived VALUES (" + value + ")");
    }

    private static List<String> rows() {
        return TestPostgres.column("SELECT i FROM outlived ORDER BY i");
    }

    private static void refused(Executable call) {
        var refused = assertThrows(SQLException.class, call);
        assertEquals("25000", refused.getSQLState());
        assertTrue(refused.getMessage().contains("outlived"), refused::getMessage);
    }

    /** As a transaction manager's reaper does it. */
    private static void elsewhere(Callable<?> call) throws Exception {
        var task = new FutureTask<>(call);
        new Thread(task, "reaper").start();
        task.get(20, TimeUnit.SECONDS);
    }

    private void timeOut() throws Exception {
        elsewhere(() -> {
            xa.end(xid, TMFAIL);
            xa.rollback(xid);
            return null;
        });
    }

    @Test
    @Obligation({49, 99})
    void between_the_end_of_a_branch_and_its_outcome_every_statement_is_refused() throws Exception {
        xa.start(xid, TMNOFLAGS);
        insert(1);
        try (var prepared = handle.prepareStatement("INSERT INTO outlived VALUES (2)")) {
            xa.end(xid, TMSUCCESS);
            refused(() -> insert(2));
            refused(prepared::executeUpdate);
            refused(prepared::executeBatch);
            refused(() -> handle.getMetaData().getTables(null, null, "x", null));
        }
        assertThrows(SQLException.class, handle::commit);
        assertThrows(SQLException.class, handle::rollback);
        xa.commit(xid, true);
        assertEquals(List.of("1"), rows());
    }

    @Test
    @Obligation(38)
    void a_streaming_result_is_read_until_the_outcome_and_fetches_no_more_after_it() throws Exception {
        xa.start(xid, TMNOFLAGS);
        try (var statement = handle.createStatement()) {
            statement.setFetchSize(1);
            var result = statement.executeQuery("SELECT generate_series(1, 5)");
            assertTrue(result.next());
            xa.end(xid, TMSUCCESS);
            assertTrue(result.next()); // reading changes nothing, and asking at each row would cost
            xa.rollback(xid);
            assertEquals("34000", assertThrows(SQLException.class, result::next).getSQLState());
        }
    }

    @Test
    @Obligation(39)
    void after_the_end_in_the_same_thread_the_handle_works_outside_any_transaction() throws Exception {
        for (boolean commit : new boolean[] {true, false}) {
            xid = Branches.next();
            xa.start(xid, TMNOFLAGS);
            insert(1);
            xa.end(xid, TMSUCCESS);
            if (commit) {
                xa.commit(xid, true);
            } else {
                xa.rollback(xid);
            }
            assertTrue(handle.getAutoCommit());
            insert(2);
        }
        assertEquals(List.of("1", "2", "2"), rows());
    }

    @Test
    @Obligation(39)
    void after_a_local_transaction_in_the_same_thread_the_handle_works_outside_any() throws Exception {
        var local = lease.managed.getLocalTransaction();
        local.begin();
        insert(1);
        local.rollback();
        assertTrue(handle.getAutoCommit());
        insert(2);
        assertEquals(List.of("2"), rows());
    }

    @Test
    @Obligation({58, 100})
    void in_the_next_transaction_of_the_same_connection_the_handle_works_in_that_one() throws Exception {
        xa.start(xid, TMNOFLAGS);
        insert(1);
        xa.end(xid, TMSUCCESS);
        xa.commit(xid, true);
        var next = Branches.next();
        xa.start(next, TMNOFLAGS);
        assertFalse(handle.getAutoCommit());
        insert(2);
        xa.end(next, TMSUCCESS);
        xa.rollback(next);
        assertEquals(List.of("1"), rows());
    }

    @Test
    @Obligation(39)
    void autocommit_turned_off_before_a_transaction_is_on_again_after_it() throws Exception {
        handle.setAutoCommit(false);
        xa.start(xid, TMNOFLAGS);
        insert(1);
        xa.end(xid, TMSUCCESS);
        xa.commit(xid, true);
        assertTrue(handle.getAutoCommit());
        insert(2);
        assertEquals(List.of(), lease.listener.ids());
        assertEquals(List.of("1", "2"), rows());
    }

    @Test
    @Obligation({53, 99})
    void after_a_timeout_from_another_thread_nothing_is_done_outside_the_transaction() throws Exception {
        xa.start(xid, TMNOFLAGS);
        insert(1);
        timeOut();
        refused(() -> insert(2));
        assertEquals(List.of(), rows());
        assertThrows(jakarta.resource.ResourceException.class, lease.managed::cleanup, "it is not used again");
        assertTrue(handle.isClosed());
    }

    @Test
    @Obligation({40, 99})
    void after_a_local_timeout_from_another_thread_nothing_is_done_outside_the_transaction() throws Exception {
        var local = lease.managed.getLocalTransaction();
        local.begin();
        insert(1);
        elsewhere(() -> {
            local.rollback();
            return null;
        });
        refused(() -> insert(2));
        assertEquals(List.of(), rows());
    }

    @Test
    @Obligation({53, 60})
    void what_a_timeout_left_behind_works_again_where_it_is_associated() throws Exception {
        xa.start(xid, TMNOFLAGS);
        insert(1);
        timeOut();
        refused(() -> insert(2));
        try (var other = new Lease(factory)) {
            other.managed.associateConnection(handle);
            insert(3);
        }
        assertEquals(List.of("3"), rows());
    }

    @Test
    @Obligation(60)
    void a_handle_associated_into_another_transaction_leaves_the_first_alone() throws Exception {
        xa.start(xid, TMNOFLAGS);
        insert(1);
        try (var other = new Lease(factory)) {
            var second = other.managed.getXAResource();
            var next = Branches.next();
            second.start(next, TMNOFLAGS);
            other.managed.associateConnection(handle);
            insert(2);
            second.end(next, TMSUCCESS);
            second.rollback(next);
            lease.managed.associateConnection(handle);
            insert(3);
        }
        xa.end(xid, TMSUCCESS);
        xa.commit(xid, true);
        assertEquals(List.of("1", "3"), rows());
    }

    @Test
    @Obligation({57, 60})
    void a_handle_of_an_ended_branch_works_again_when_the_branch_is_joined() throws Exception {
        xa.start(xid, TMNOFLAGS);
        insert(1);
        xa.end(xid, TMSUCCESS);
        refused(() -> insert(9));
        xa.start(xid, TMJOIN);
        insert(2);
        xa.end(xid, TMSUCCESS);
        xa.commit(xid, true);
        assertEquals(List.of("1", "2"), rows());
    }

    @Test
    @Obligation(101)
    void a_value_kept_from_an_earlier_association_is_refused() throws Exception {
        var array = handle.createArrayOf("int4", new Object[] {1});
        try (var other = new Lease(factory)) {
            other.managed.associateConnection(handle);
            assertEquals(
                    "08003",
                    assertThrows(SQLException.class, array::getBaseTypeName).getSQLState());
            array.free();
        }
    }

    @Test
    @Obligation({97, 104})
    void a_handle_whose_session_is_gone_answers_closed_and_not_valid_and_closes_in_silence() throws Exception {
        TestPostgres.endBackend(Lease.backend(handle));
        assertThrows(SQLException.class, () -> insert(1));
        assertTrue(handle.isClosed());
        assertFalse(handle.isValid(1));
        assertNull(factory.matchManagedConnections(java.util.Set.of(lease.managed), null, null));
        handle.close();
        handle.close();
        assertEquals(2, lease.listener.ids().size());
    }
}
