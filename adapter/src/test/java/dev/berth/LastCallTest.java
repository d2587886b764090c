package dev.berth;

import static javax.transaction.xa.XAResource.TMFAIL;
import static javax.transaction.xa.XAResource.TMNOFLAGS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEventListener;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A session is taken from a thread whose statement is in the driver already: nothing of it is committed. */
@Timeout(60)
class LastCallTest {

    private final JdbcManagedConnectionFactory factory = new JdbcManagedConnectionFactory();

    @BeforeEach
    void table() throws SQLException {
        factory.setDataSourceClass(AutoCommittingDriver.class.getName());
        try (var plain = DriverManager.getConnection(AutoCommittingDriver.URL)) {
            Lease.run(plain, "CREATE TABLE IF NOT EXISTS t(i int)", "TRUNCATE TABLE t");
        }
    }

    @AfterEach
    void noMoments() {
        AutoCommittingDriver.moments = null;
    }

    private static String count() throws SQLException {
        try (var plain = DriverManager.getConnection(AutoCommittingDriver.URL)) {
            return Lease.one(plain, "SELECT count(*) FROM t");
        }
    }

    /** Begins and works in another thread; this one comes while the work is in the driver. */
    private static void under(Connection handle, Hammer.Act begins, Hammer.Act comes) throws Exception {
        var application = Executors.newSingleThreadExecutor();
        try {
            application
                    .submit(() -> {
                        begins.run();
                        return null;
                    })
                    .get(20, TimeUnit.SECONDS);
            var moments = new AutoCommittingDriver.Moments();
            AutoCommittingDriver.moments = moments;
            var work = application.submit(() -> {
                try (var statement = handle.createStatement()) {
                    return statement.executeUpdate("INSERT INTO t VALUES (1)");
                }
            });
            assertTrue(moments.inDriver.await(20, TimeUnit.SECONDS));
            moments.coming.countDown();
            comes.run();
            try {
                assertEquals(1, work.get(20, TimeUnit.SECONDS), "it was let in, and is in the transaction");
            } catch (ExecutionException refused) {
                assertInstanceOf(SQLException.class, refused.getCause()); // closing its statement came too late
            }
            assertFalse(moments.closedInUse);
        } finally {
            AutoCommittingDriver.moments = null;
            application.shutdown();
        }
        assertEquals("0", count());
    }

    @Test
    void a_branchs_rollback_waits_for_a_statement_that_was_let_in_before() throws Exception {
        try (var lease = new Lease(factory)) {
            var xa = lease.managed.getXAResource();
            var xid = Branches.next();
            under(lease.handle(), () -> xa.start(xid, TMNOFLAGS), () -> {
                xa.end(xid, TMFAIL);
                xa.rollback(xid);
            });
        }
    }

    @Test
    void so_does_the_rollback_of_a_local_transaction() throws Exception {
        try (var lease = new Lease(factory)) {
            var local = lease.managed.getLocalTransaction();
            under(lease.handle(), local::begin, local::rollback);
        }
    }

    @Test
    void so_does_cleanup_under_the_applications_own_transaction() throws Exception {
        try (var lease = new Lease(factory)) {
            var handle = lease.handle();
            under(
                    handle,
                    () -> handle.setAutoCommit(false),
                    () -> assertThrows(ResourceException.class, lease.managed::cleanup));
        }
    }

    @Test
    void so_does_destroying_a_connection_in_use() throws Exception {
        try (var lease = new Lease(factory)) {
            var xa = lease.managed.getXAResource();
            under(lease.handle(), () -> xa.start(Branches.next(), TMNOFLAGS), lease.managed::destroy);
        }
    }

    @Test
    void who_is_telling_the_pool_is_not_waited_for() throws Exception {
        var told = new CountDownLatch(1);
        var rolledBack = new CountDownLatch(1);
        var application = Executors.newSingleThreadExecutor();
        try (var lease = new Lease(factory)) {
            var handle = lease.handle();
            var xa = lease.managed.getXAResource();
            var xid = Branches.next();
            lease.managed.addConnectionEventListener(
                    Fakes.of(ConnectionEventListener.class, Map.of("connectionClosed", (proxy, method, arguments) -> {
                        told.countDown();
                        awaited(rolledBack);
                        return null;
                    })));
            var work = application.submit(() -> {
                xa.start(xid, TMNOFLAGS);
                Lease.run(handle, "INSERT INTO t VALUES (1)");
                handle.close();
                return null;
            });
            assertTrue(told.await(20, TimeUnit.SECONDS));
            xa.end(xid, TMFAIL);
            xa.rollback(xid);
            rolledBack.countDown();
            work.get(20, TimeUnit.SECONDS);
        } finally {
            application.shutdown();
        }
        assertEquals("0", count());
    }

    @Test
    void who_has_told_the_pool_that_a_transaction_begins_executes_nothing_where_the_connection_was_taken_meanwhile()
            throws Exception {
        var told = new CountDownLatch(1);
        var application = Executors.newSingleThreadExecutor();
        try (var lease = new Lease(factory)) {
            var handle = lease.handle();
            var moments = new AutoCommittingDriver.Moments();
            moments.coming.countDown();
            lease.managed.addConnectionEventListener(Fakes.of(
                    ConnectionEventListener.class, Map.of("localTransactionStarted", (proxy, method, arguments) -> {
                        told.countDown();
                        awaited(moments.autoCommitIsOn);
                        return null;
                    })));
            var work = application.submit(() -> {
                try (var statement = handle.createStatement()) {
                    handle.setAutoCommit(false);
                    AutoCommittingDriver.moments = moments;
                    return statement.executeUpdate("INSERT INTO t VALUES (1)");
                } finally {
                    moments.executed.countDown();
                }
            });
            assertTrue(told.await(20, TimeUnit.SECONDS));
            assertThrows(ResourceException.class, lease.managed::cleanup);
            var refused = assertThrows(ExecutionException.class, () -> work.get(20, TimeUnit.SECONDS));
            assertInstanceOf(SQLException.class, refused.getCause());
            AutoCommittingDriver.moments = null; // what is destroyed now has been closed
        } finally {
            AutoCommittingDriver.moments = null;
            application.shutdown();
        }
        assertEquals("0", count());
    }

    private static void awaited(CountDownLatch latch) {
        try {
            assertTrue(latch.await(40, TimeUnit.SECONDS), "the rollback waits for whom its pool has wait");
        } catch (InterruptedException failure) {
            throw new AssertionError(failure);
        }
    }
}
