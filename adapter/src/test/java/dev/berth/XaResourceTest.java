package dev.berth;

import static dev.berth.Branches.assertXa;
import static jakarta.resource.spi.ConnectionEvent.CONNECTION_ERROR_OCCURRED;
import static javax.transaction.xa.XAResource.TMENDRSCAN;
import static javax.transaction.xa.XAResource.TMFAIL;
import static javax.transaction.xa.XAResource.TMJOIN;
import static javax.transaction.xa.XAResource.TMNOFLAGS;
import static javax.transaction.xa.XAResource.TMRESUME;
import static javax.transaction.xa.XAResource.TMSTARTRSCAN;
import static javax.transaction.xa.XAResource.TMSUCCESS;
import static javax.transaction.xa.XAResource.TMSUSPEND;
import static javax.transaction.xa.XAResource.XA_OK;
import static javax.transaction.xa.XAResource.XA_RDONLY;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.resource.ResourceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jakarta Connectors 2.1, 8.6, on a real PostgreSQL. */
class XaResourceTest {

    private Lease lease;
    private XAResource xa;
    private Connection handle;
    private Xid xid;

    @BeforeEach
    void open() throws Exception {
        lease = Lease.open();
        xa = lease.managed.getXAResource();
        handle = lease.handle();
        xid = Branches.next();
        Lease.run(handle, "CREATE TABLE IF NOT EXISTS branch(i int UNIQUE DEFERRABLE INITIALLY DEFERRED)");
        Lease.run(handle, "TRUNCATE branch");
    }

    @AfterEach
    void destroy() throws ResourceException {
        lease.close();
        TestPostgres.column("SELECT gid FROM pg_prepared_xacts")
                .forEach(gid -> TestPostgres.asSuperuser("ROLLBACK PREPARED '" + gid.replace("'", "''") + "'"));
    }

    private void insert(int value) throws SQLException {
        Lease.run(handle, "INSERT INTO branch VALUES (" + value + ")");
    }

    private static List<String> rows() {
        return TestPostgres.column("SELECT i FROM branch ORDER BY i");
    }

    private static List<String> prepared() {
        return TestPostgres.column("SELECT gid FROM pg_prepared_xacts");
    }

    private void work(int value) throws Exception {
        xa.start(xid, TMNOFLAGS);
        insert(value);
        xa.end(xid, TMSUCCESS);
    }

    @Test
    @Obligation(36)
    void the_resource_is_the_same_for_life() throws Exception {
        assertSame(xa, lease.managed.getXAResource());
        lease.managed.cleanup();
        assertSame(xa, lease.managed.getXAResource());
    }

    @Test
    @Obligation(36)
    void below_the_xa_level_there_is_none() throws Exception {
        var factory = TestPostgres.factory();
        factory.setTransactionLevel("LocalTransaction");
        try (var local = new Lease(factory)) {
            assertThrows(ResourceException.class, local.managed::getXAResource);
        }
    }

    @Test
    @Obligation({38, 39, 100})
    void autocommit_is_false_in_the_branch_and_true_outside_it() throws Exception {
        assertTrue(handle.getAutoCommit());
        xa.start(xid, TMNOFLAGS);
        assertFalse(handle.getAutoCommit());
        xa.end(xid, TMSUCCESS);
        xa.rollback(xid);
        assertTrue(handle.getAutoCommit());
    }

    @Test
    @Obligation(44)
    void one_phase_commits_without_prepare() throws Exception {
        work(1);
        xa.commit(xid, true);
        assertEquals(List.of("1"), rows());
        assertTrue(handle.getAutoCommit());
    }

    @Test
    @Obligation({44, 46})
    void two_phases_commit_also_from_another_connection_when_the_first_is_gone() throws Exception {
        work(1);
        assertEquals(XA_OK, xa.prepare(xid));
        assertEquals(1, prepared().size());
        assertEquals(List.of(), rows());
        lease.managed.destroy();
        try (var other = Lease.open()) {
            other.managed.getXAResource().commit(xid, false);
        }
        assertEquals(List.of("1"), rows());
        assertEquals(List.of(), prepared());
    }

    @Test
    @Obligation(46)
    void a_prepared_branch_leaves_its_connection_free_for_the_next() throws Exception {
        work(1);
        xa.prepare(xid);
        var first = xid;
        xid = Branches.next();
        work(2);
        xa.commit(xid, true);
        xa.rollback(first);
        assertEquals(List.of("2"), rows());
    }

    @Test
    @Obligation(45)
    void a_deferred_constraint_at_one_phase_commit_rolls_back_and_says_so() throws Exception {
        insert(7);
        work(7);
        assertXa(XAException.XA_RBINTEGRITY, () -> xa.commit(xid, true));
        assertEquals(List.of("7"), rows());
        assertTrue(handle.getAutoCommit());
        insert(8);
        assertEquals(List.of("7", "8"), rows());
    }

    @Test
    @Obligation({40, 45, 47})
    void work_that_the_database_threw_away_is_never_reported_as_committed_or_prepared() throws Exception {
        for (boolean onePhase : new boolean[] {true, false}) {
            xid = Branches.next();
            xa.start(xid, TMNOFLAGS);
            insert(3);
            assertThrows(SQLException.class, () -> Lease.run(handle, "SELECT 1/0"));
            xa.end(xid, TMSUCCESS);
            var failure = assertXa(XAException.XA_RBROLLBACK, () -> {
                if (onePhase) {
                    xa.commit(xid, true);
                } else {
                    xa.prepare(xid);
                }
            });
            assertTrue(failure.getMessage().contains("22012"), failure::getMessage);
            assertEquals(List.of(), prepared());
            assertEquals(List.of(), rows());
            assertTrue(handle.getAutoCommit());
        }
    }

    @Test
    @Obligation({45, 47})
    void a_serialization_failure_at_the_end_is_a_rollback_that_may_be_tried_again() throws Exception {
        for (boolean onePhase : new boolean[] {true, false}) {
            Lease.run(handle, "CREATE TABLE IF NOT EXISTS skew(k int, v int)", "TRUNCATE skew");
            Lease.run(handle, "INSERT INTO skew VALUES (1, 0), (2, 0)");
            xid = Branches.next();
            xa.start(xid, TMNOFLAGS);
            handle.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            Lease.one(handle, "SELECT sum(v) FROM skew");
            try (var rival = TestPostgres.plain()) {
                rival.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
                rival.setAutoCommit(false);
                Lease.one(rival, "SELECT sum(v) FROM skew");
                Lease.run(rival, "UPDATE skew SET v = 1 WHERE k = 1");
                Lease.run(handle, "UPDATE skew SET v = 1 WHERE k = 2");
                rival.commit();
            }
            xa.end(xid, TMSUCCESS);
            if (onePhase) {
                assertXa(XAException.XA_RBTRANSIENT, () -> xa.commit(xid, true));
            } else {
                var failure = assertXa(XAException.XA_RBROLLBACK, () -> xa.prepare(xid));
                assertTrue(failure.getMessage().contains("40001"), failure::getMessage);
            }
            assertEquals(List.of("1"), TestPostgres.column("SELECT sum(v) FROM skew"));
            lease.managed.cleanup();
            handle = lease.handle();
        }
    }

    @Test
    @Obligation(47)
    void what_postgresql_cannot_prepare_is_rolled_back_and_named() throws Exception {
        xa.start(xid, TMNOFLAGS);
        Lease.run(handle, "CREATE TEMP TABLE t(i int)", "INSERT INTO t VALUES (1)");
        xa.end(xid, TMSUCCESS);
        var failure = assertXa(XAException.XA_RBOTHER, () -> xa.prepare(xid));
        assertTrue(failure.getMessage().contains("temporary"), failure::getMessage);
        assertEquals(List.of(), prepared());
        assertEquals("1", Lease.one(handle, "SELECT 1"));
    }

    @Test
    @Obligation(48)
    void a_branch_that_did_nothing_votes_read_only_and_leaves_nothing() throws Exception {
        xa.start(xid, TMNOFLAGS);
        xa.end(xid, TMSUCCESS);
        assertEquals(XA_RDONLY, xa.prepare(xid));
        assertEquals(List.of(), prepared());
        assertTrue(handle.getAutoCommit());
    }

    @Test
    @Obligation(49)
    void calls_out_of_order_are_refused_and_leave_the_branch_usable() throws Exception {
        var stranger = Branches.next();
        assertXa(XAException.XAER_NOTA, () -> xa.end(xid, TMSUCCESS));
        assertXa(XAException.XAER_NOTA, () -> xa.prepare(xid));
        assertXa(XAException.XAER_NOTA, () -> xa.commit(xid, true));
        assertXa(XAException.XAER_NOTA, () -> xa.commit(stranger, false));
        assertXa(XAException.XAER_NOTA, () -> xa.rollback(stranger));
        assertXa(XAException.XAER_INVAL, () -> xa.start(null, TMNOFLAGS));
        assertXa(XAException.XAER_INVAL, () -> xa.start(xid, TMFAIL));
        xa.start(xid, TMNOFLAGS);
        assertXa(XAException.XAER_DUPID, () -> xa.start(xid, TMNOFLAGS));
        assertXa(XAException.XAER_PROTO, () -> xa.start(stranger, TMNOFLAGS));
        assertXa(XAException.XAER_PROTO, () -> xa.prepare(xid));
        assertXa(XAException.XAER_PROTO, () -> xa.commit(xid, true));
        assertXa(XAException.XAER_INVAL, () -> xa.end(xid, TMJOIN));
        insert(1);
        xa.end(xid, TMSUCCESS);
        assertXa(XAException.XAER_PROTO, () -> xa.end(xid, TMSUCCESS));
        assertXa(XAException.XAER_PROTO, () -> xa.commit(xid, false));
        xa.commit(xid, true);
        assertEquals(List.of("1"), rows());
    }

    @Test
    @Obligation(49)
    void a_transaction_of_the_applications_own_keeps_branches_out() throws Exception {
        handle.setAutoCommit(false);
        insert(1);
        assertXa(XAException.XAER_OUTSIDE, () -> xa.start(xid, TMNOFLAGS));
        handle.rollback();
        handle.setAutoCommit(true);
        work(2);
        xa.commit(xid, true);
        assertEquals(List.of("2"), rows());
    }

    @Test
    @Obligation({50, 51})
    void recovery_gives_every_bit_of_the_xid_back_and_passes_foreign_identifiers_over() throws Exception {
        var global = new byte[64];
        var qualifier = new byte[64];
        for (int i = 0; i < 64; i++) {
            global[i] = (byte) (i * 5);
            qualifier[i] = (byte) (255 - i);
        }
        xid = new dev.berth.dialect.BranchId(-1234567, global, qualifier);
        work(1);
        assertEquals(XA_OK, xa.prepare(xid));
        try (var foreign = TestPostgres.plain()) {
            Lease.run(foreign, "BEGIN", "INSERT INTO branch VALUES (99)", "PREPARE TRANSACTION 'somebody else''s'");
        }
        var found = xa.recover(TMSTARTRSCAN);
        assertEquals(1, found.length);
        assertEquals(-1234567, found[0].getFormatId());
        assertArrayEquals(global, found[0].getGlobalTransactionId());
        assertArrayEquals(qualifier, found[0].getBranchQualifier());
        assertEquals(0, xa.recover(TMNOFLAGS).length);
        assertEquals(0, xa.recover(TMENDRSCAN).length);
        assertEquals(1, xa.recover(TMSTARTRSCAN | TMENDRSCAN).length);
        assertXa(XAException.XAER_INVAL, () -> xa.recover(TMJOIN));
        xa.commit(found[0], false);
        assertEquals(List.of("1"), rows());
    }

    @Test
    @Obligation(53)
    void a_branch_that_ended_with_failure_can_only_be_rolled_back() throws Exception {
        xa.start(xid, TMNOFLAGS);
        insert(1);
        xa.end(xid, TMFAIL);
        assertXa(XAException.XA_RBROLLBACK, () -> xa.commit(xid, true));
        assertEquals(List.of(), rows());
        assertTrue(handle.getAutoCommit());
    }

    @Test
    @Obligation({53, 57})
    void a_branch_that_failed_is_rolled_back() throws Exception {
        xa.start(xid, TMNOFLAGS);
        insert(1);
        xa.end(xid, TMFAIL);
        xa.rollback(xid);
        assertEquals(List.of(), rows());
        insert(2);
        assertEquals(List.of("2"), rows());
    }

    @Test
    @Obligation(54)
    void a_session_that_dies_before_the_second_phase_asks_for_another_try_and_tells_the_pool() throws Exception {
        work(1);
        xa.prepare(xid);
        TestPostgres.endBackend(Lease.backend(handle));
        assertXa(XAException.XAER_RMFAIL, () -> xa.commit(xid, false));
        assertEquals(1, lease.listener.events(CONNECTION_ERROR_OCCURRED).size());
        try (var other = Lease.open()) {
            other.managed.getXAResource().commit(xid, false);
        }
        assertEquals(List.of("1"), rows());
    }

    @Test
    @Obligation(55)
    void it_is_the_same_resource_manager_as_itself_alone() throws Exception {
        assertTrue(xa.isSameRM(xa));
        assertFalse(xa.isSameRM(null));
        assertFalse(xa.isSameRM(Fakes.of(XAResource.class, java.util.Map.of())));
        try (var other = Lease.open()) {
            assertFalse(xa.isSameRM(other.managed.getXAResource()));
        }
    }

    @Test
    @Obligation(56)
    void there_is_nothing_to_forget() {
        assertXa(XAException.XAER_NOTA, () -> xa.forget(xid));
    }

    @Test
    @Obligation(57)
    void a_branch_is_suspended_resumed_ended_and_joined_on_its_connection() throws Exception {
        xa.start(xid, TMNOFLAGS);
        insert(1);
        xa.end(xid, TMSUSPEND);
        assertEquals("25000", assertThrows(SQLException.class, () -> insert(9)).getSQLState());
        assertXa(XAException.XAER_PROTO, () -> xa.start(xid, TMJOIN));
        xa.start(xid, TMRESUME);
        insert(2);
        xa.end(xid, TMSUCCESS);
        assertEquals("25000", assertThrows(SQLException.class, () -> insert(9)).getSQLState());
        assertXa(XAException.XAER_PROTO, () -> xa.start(xid, TMRESUME));
        xa.start(xid, TMJOIN);
        insert(3);
        xa.end(xid, TMSUSPEND);
        xa.end(xid, TMSUCCESS);
        xa.commit(xid, true);
        assertEquals(List.of("1", "2", "3"), rows());
        try (var other = Lease.open()) {
            assertXa(XAException.XAER_NOTA, () -> other.managed.getXAResource().start(xid, TMJOIN));
        }
    }

    @Test
    @Obligation(19)
    void cleanup_is_refused_while_a_branch_is_open() throws Exception {
        xa.start(xid, TMNOFLAGS);
        assertThrows(jakarta.resource.spi.IllegalStateException.class, lease.managed::cleanup);
        insert(1);
        xa.end(xid, TMSUCCESS);
        xa.commit(xid, true);
        lease.managed.cleanup();
        assertEquals(List.of("1"), rows());
    }

    @Test
    void either_finishes_what_the_other_has_prepared() throws Exception {
        var source = new org.postgresql.xa.PGXADataSource();
        source.setUrl(TestPostgres.url());
        var theirs = source.getXAConnection(TestPostgres.USER, TestPostgres.PASSWORD);
        try {
            work(1);
            xa.prepare(xid);
            var found = theirs.getXAResource().recover(TMSTARTRSCAN);
            assertEquals(1, found.length);
            theirs.getXAResource().commit(found[0], false);
            assertEquals(List.of("1"), rows());

            var other = Branches.next();
            theirs.getXAResource().start(other, TMNOFLAGS);
            Lease.run(theirs.getConnection(), "INSERT INTO branch VALUES (2)");
            theirs.getXAResource().end(other, TMSUCCESS);
            theirs.getXAResource().prepare(other);
            assertTrue(Arrays.asList(xa.recover(TMSTARTRSCAN)).contains(other));
            xa.commit(other, false);
            assertEquals(List.of("1", "2"), rows());
        } finally {
            theirs.close();
        }
    }
}
