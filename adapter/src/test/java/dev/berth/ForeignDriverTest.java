package dev.berth;

import static dev.berth.Branches.assertXa;
import static jakarta.resource.spi.ConnectionEvent.CONNECTION_CLOSED;
import static jakarta.resource.spi.ConnectionEvent.CONNECTION_ERROR_OCCURRED;
import static javax.transaction.xa.XAResource.TMNOFLAGS;
import static javax.transaction.xa.XAResource.TMSTARTRSCAN;
import static javax.transaction.xa.XAResource.TMSUCCESS;
import static javax.transaction.xa.XAResource.XA_OK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.Test;

/** Other drivers than PostgreSQL's: H2's own XAResource, H2 by URL, and one that does as it is told. */
class ForeignDriverTest {

    private static final AtomicInteger NEXT = new AtomicInteger();

    private final String url = "jdbc:h2:mem:foreign" + NEXT.incrementAndGet() + ";DB_CLOSE_DELAY=-1";

    private JdbcManagedConnectionFactory xaFactory() {
        var factory = new JdbcManagedConnectionFactory();
        factory.setDataSourceClass("org.h2.jdbcx.JdbcDataSource");
        factory.setConnectionURL(url);
        factory.setUserName("sa");
        factory.setPassword("");
        return factory;
    }

    private JdbcManagedConnectionFactory urlFactory() {
        var factory = new JdbcManagedConnectionFactory();
        factory.setConnectionURL(url);
        factory.setUserName("sa");
        factory.setPassword("");
        return factory;
    }

    private static JdbcManagedConnectionFactory fake() {
        var factory = new JdbcManagedConnectionFactory();
        factory.setDataSourceClass(FakeXaDriver.class.getName());
        return factory;
    }

    private String count() throws SQLException {
        try (var plain = DriverManager.getConnection(url, "sa", "")) {
            return Lease.one(plain, "SELECT count(*) FROM t");
        }
    }

    private static Connection table(Lease lease) throws Exception {
        var handle = lease.handle();
        Lease.run(handle, "CREATE TABLE IF NOT EXISTS t(i int)");
        return handle;
    }

    @Test
    void a_transaction_that_was_committed_is_not_told_as_left_open_and_one_that_was_left_is() throws Exception {
        try (var said = new Said();
                var lease = new Lease(urlFactory())) {
            try (var handle = table(lease)) {
                handle.setAutoCommit(false);
                Lease.run(handle, "INSERT INTO t VALUES (1)");
                handle.commit();
            }
            lease.managed.cleanup();
            assertEquals(0, said.warnings("left open").size());
            try (var handle = lease.handle()) {
                assertTrue(handle.getAutoCommit());
                handle.setAutoCommit(false);
                Lease.run(handle, "INSERT INTO t VALUES (2)");
            }
            lease.managed.cleanup();
            assertEquals(1, said.warnings("left open").size());
            assertEquals("1", count());
        }
    }

    @Test
    @Obligation({35, 36, 37})
    void its_xa_data_source_gives_both_kinds_of_transaction() throws Exception {
        var factory = xaFactory();
        try (var lease = new Lease(factory)) {
            assertEquals(TransactionSupportLevel.XATransaction, factory.getTransactionSupport());
            assertSame(lease.managed.getXAResource(), lease.managed.getXAResource());
            var handle = table(lease);
            var local = lease.managed.getLocalTransaction();
            local.begin();
            assertFalse(handle.getAutoCommit());
            Lease.run(handle, "INSERT INTO t VALUES (1)");
            local.rollback();
            assertEquals("0", count());
            assertTrue(handle.getAutoCommit());
        }
    }

    @Test
    @Obligation({38, 39, 44})
    void one_phase_goes_through_its_own_resource() throws Exception {
        try (var lease = new Lease(xaFactory())) {
            var handle = table(lease);
            var xa = lease.managed.getXAResource();
            var xid = Branches.next();
            xa.start(xid, TMNOFLAGS);
            assertFalse(handle.getAutoCommit());
            Lease.run(handle, "INSERT INTO t VALUES (1)");
            xa.end(xid, TMSUCCESS);
            xa.commit(xid, true);
            assertEquals("1", count());
            assertTrue(handle.getAutoCommit());
        }
    }

    @Test
    @Obligation({44, 46, 47})
    void two_phases_go_through_its_own_resource() throws Exception {
        try (var lease = new Lease(xaFactory())) {
            var handle = table(lease);
            var xa = lease.managed.getXAResource();
            var xid = Branches.next();
            xa.start(xid, TMNOFLAGS);
            Lease.run(handle, "INSERT INTO t VALUES (1)");
            xa.end(xid, TMSUCCESS);
            assertEquals(XA_OK, xa.prepare(xid));
            assertEquals(1, xa.recover(TMSTARTRSCAN).length);
            xa.commit(xid, false);
            assertEquals("1", count());
            assertEquals(0, xa.recover(TMSTARTRSCAN).length);
        }
    }

    @Test
    @Obligation({49, 57})
    void the_order_of_calls_is_checked_before_its_resource_is_asked() throws Exception {
        try (var lease = new Lease(xaFactory())) {
            table(lease);
            var xa = lease.managed.getXAResource();
            var xid = Branches.next();
            assertXa(XAException.XAER_NOTA, () -> xa.end(xid, TMSUCCESS));
            assertXa(XAException.XAER_NOTA, () -> xa.commit(xid, true));
            xa.start(xid, TMNOFLAGS);
            assertXa(XAException.XAER_PROTO, () -> xa.commit(xid, true));
            assertXa(XAException.XAER_DUPID, () -> xa.start(xid, TMNOFLAGS));
            xa.end(xid, TMSUCCESS);
            xa.rollback(xid);
            assertEquals("0", count());
        }
    }

    @Test
    @Obligation({36, 37})
    void by_url_it_has_local_transactions_only() throws Exception {
        var factory = urlFactory();
        assertEquals(TransactionSupportLevel.LocalTransaction, factory.getTransactionSupport());
        try (var lease = new Lease(factory)) {
            var handle = table(lease);
            assertThrows(jakarta.resource.NotSupportedException.class, lease.managed::getXAResource);
            var local = lease.managed.getLocalTransaction();
            local.begin();
            Lease.run(handle, "INSERT INTO t VALUES (1)");
            local.commit();
            assertEquals("1", count());
            lease.managed.cleanup();
            handle = lease.handle();
            handle.setAutoCommit(false);
            Lease.run(handle, "INSERT INTO t VALUES (2)");
            lease.managed.cleanup();
            assertEquals("1", count());
        }
    }

    @Test
    @Obligation({18, 20})
    void its_settings_are_restored_and_its_session_ends() throws Exception {
        try (var lease = new Lease(xaFactory())) {
            var handle = table(lease);
            Lease.run(handle, "CREATE SCHEMA other");
            handle.setSchema("OTHER");
            handle.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            handle.setReadOnly(true);
            lease.managed.cleanup();
            handle = lease.handle();
            assertEquals("PUBLIC", handle.getSchema());
            assertEquals(Connection.TRANSACTION_READ_COMMITTED, handle.getTransactionIsolation());
            lease.managed.destroy();
            try (var plain = DriverManager.getConnection(url, "sa", "")) {
                assertEquals("1", Lease.one(plain, "SELECT count(*) FROM INFORMATION_SCHEMA.SESSIONS"));
            }
        }
    }

    @Test
    @Obligation(110)
    void the_drivers_listeners_are_registered_and_removed() throws Exception {
        try (var lease = new Lease(fake())) {
            var driver = FakeXaDriver.LAST.get();
            assertEquals(1, driver.listeners.size());
            lease.managed.destroy();
            assertEquals(0, driver.listeners.size());
            assertEquals(0, driver.statementListeners.size());
            assertEquals(1, driver.closed.get());
        }
    }

    @Test
    @Obligation(110)
    void what_the_driver_calls_closing_is_not_told_and_what_it_calls_an_error_is_told_once() throws Exception {
        try (var lease = new Lease(fake())) {
            var handle = lease.handle();
            var driver = FakeXaDriver.LAST.get();
            driver.tellClosed();
            assertEquals(List.of(), lease.listener.ids());
            assertFalse(handle.isClosed());
            var failure = new SQLException("from below", "08006");
            driver.tellBroken(failure);
            driver.tellBroken(failure);
            assertEquals(List.of(CONNECTION_ERROR_OCCURRED), lease.listener.ids());
            assertSame(
                    failure,
                    lease.listener.events(CONNECTION_ERROR_OCCURRED).get(0).getException());
        }
    }

    @Test
    @Obligation({21, 111})
    void the_drivers_connection_is_taken_once_for_all_handles() throws Exception {
        try (var lease = new Lease(fake())) {
            lease.handle().close();
            lease.handle().close();
            lease.managed.cleanup();
            lease.handle().clearWarnings();
            var driver = FakeXaDriver.LAST.get();
            assertEquals(1, driver.connectionsGiven.get());
            assertEquals(0, driver.closed.get());
            assertEquals(List.of(CONNECTION_CLOSED, CONNECTION_CLOSED), lease.listener.ids());
        }
    }

    @Test
    @Obligation(54)
    void a_resource_that_has_failed_is_told_as_a_lost_session() throws Exception {
        try (var lease = new Lease(fake())) {
            XAResource xa = lease.managed.getXAResource();
            FakeXaDriver.LAST.get().failWith = XAException.XAER_RMERR;
            assertXa(XAException.XAER_RMERR, () -> xa.commit(Branches.next(), false));
            assertEquals(List.of(), lease.listener.ids());
            FakeXaDriver.LAST.get().failWith = XAException.XAER_RMFAIL;
            assertXa(XAException.XAER_RMFAIL, () -> xa.commit(Branches.next(), false));
            assertXa(XAException.XAER_RMFAIL, () -> xa.recover(TMSTARTRSCAN));
            assertEquals(List.of(CONNECTION_ERROR_OCCURRED), lease.listener.ids());
        }
    }

    @Test
    @Obligation({45, 53})
    void a_branch_that_its_resource_cannot_commit_is_gone_with_its_code() throws Exception {
        try (var lease = new Lease(fake())) {
            var xa = lease.managed.getXAResource();
            var xid = Branches.next();
            xa.start(xid, TMNOFLAGS);
            xa.end(xid, TMSUCCESS);
            FakeXaDriver.LAST.get().failWith = XAException.XA_RBDEADLOCK;
            assertXa(XAException.XA_RBDEADLOCK, () -> xa.commit(xid, true));
            FakeXaDriver.LAST.get().failWith = 0;
            xa.start(Branches.next(), TMNOFLAGS);
        }
    }

    @Test
    @Obligation(108)
    void a_user_s_work_is_told_to_the_driver_from_the_first_handle_to_cleanup_and_never_in_a_transaction()
            throws Exception {
        try (var lease = new Lease(fake())) {
            var told = FakeXaDriver.LAST.get().boundaries;
            lease.handle();
            lease.handle().close();
            assertEquals(List.of("beginRequest"), told);
            lease.managed.cleanup();
            lease.managed.cleanup();
            assertEquals(List.of("beginRequest", "endRequest"), told);
            lease.managed.getXAResource().start(Branches.next(), TMNOFLAGS);
            lease.handle();
            assertEquals(List.of("beginRequest", "endRequest"), told);
        }
    }
}
