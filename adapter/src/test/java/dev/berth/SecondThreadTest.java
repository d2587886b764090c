package dev.berth;

import static jakarta.resource.spi.ConnectionEvent.CONNECTION_CLOSED;
import static jakarta.resource.spi.ConnectionEvent.CONNECTION_ERROR_OCCURRED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.resource.ResourceException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every call that changes a state, from a second thread while the first works. */
@Timeout(300)
class SecondThreadTest {

    private static final String INSERT = "INSERT INTO hammered VALUES (1)";

    private static void works(Lease lease) throws Exception {
        try (var handle = lease.handle()) {
            assertEquals("1", Lease.one(handle, "SELECT 1"));
        }
    }

    private static void twice(Statement statement) throws SQLException {
        for (int i = 0; i < 2; i++) {
            try (var rows = statement.executeQuery("SELECT 1")) {
                rows.next();
                rows.getInt(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @Obligation({15, 25})
    void cancelling_a_statement_leaves_the_session_in_order(HammerTarget database) throws Exception {
        try (var hammer = new Hammer();
                var lease = new Lease(database.factory());
                var handle = lease.handle()) {
            for (int i = 0; i < database.rounds; i++) {
                var statement = handle.createStatement();
                hammer.round(() -> {}, () -> twice(statement), statement::cancel);
                statement.close();
            }
            assertEquals(List.of(), lease.listener.ids());
            works(lease);
        }
        database.nothingLeft();
    }

    @ParameterizedTest
    @EnumSource
    @Obligation({15, 103})
    void closing_a_statement_in_use_leaves_the_session_in_order(HammerTarget database) throws Exception {
        try (var hammer = new Hammer();
                var lease = new Lease(database.factory());
                var handle = lease.handle()) {
            for (int i = 0; i < database.rounds; i++) {
                var statement = handle.createStatement();
                hammer.round(() -> {}, () -> twice(statement), statement::close);
                assertTrue(statement.isClosed());
            }
            assertEquals(List.of(), lease.listener.ids());
            works(lease);
        }
        database.nothingLeft();
    }

    @ParameterizedTest
    @EnumSource
    @Obligation({22, 97})
    void closing_a_handle_in_use_is_told_once(HammerTarget database) throws Exception {
        try (var hammer = new Hammer();
                var lease = new Lease(database.factory())) {
            for (int i = 0; i < database.rounds; i++) {
                var handle = lease.handle();
                hammer.round(
                        () -> {},
                        () -> {
                            try (handle;
                                    var statement = handle.createStatement()) {
                                twice(statement);
                            }
                        },
                        handle::close);
                assertTrue(handle.isClosed());
            }
            assertEquals(
                    database.rounds, lease.listener.events(CONNECTION_CLOSED).size());
            assertEquals(database.rounds, lease.listener.ids().size());
            works(lease);
        }
        database.nothingLeft();
    }

    @ParameterizedTest
    @EnumSource
    @Obligation({24, 105})
    void aborting_a_connection_in_use_is_told_once_and_leaves_no_session(HammerTarget database) throws Exception {
        var factory = database.factory();
        try (var hammer = new Hammer()) {
            for (int i = 0; i < database.connects; i++) {
                try (var lease = new Lease(factory)) {
                    var handle = lease.handle();
                    var statement = handle.createStatement();
                    hammer.round(() -> {}, () -> twice(statement), () -> handle.abort(Runnable::run));
                    assertEquals(
                            1, lease.listener.events(CONNECTION_ERROR_OCCURRED).size());
                    assertTrue(handle.isClosed());
                }
            }
        }
        database.nothingLeft();
    }

    @ParameterizedTest
    @EnumSource
    @Obligation({16, 19})
    void cleaning_up_under_an_application_commits_nothing_of_it(HammerTarget database) throws Exception {
        database.table();
        var factory = database.factory();
        var lease = new Lease(factory);
        try (var hammer = new Hammer()) {
            for (int i = 0; i < database.rounds; i++) {
                var handle = lease.handle();
                hammer.round(
                        () -> handle.setAutoCommit(false),
                        () -> Lease.run(handle, INSERT, INSERT),
                        lease.managed::cleanup);
                assertTrue(handle.isClosed());
                if (factory.matchManagedConnections(Set.of(lease.managed), null, null) == null) {
                    lease.close(); // given up, for another thread's transaction was open
                    lease = new Lease(factory);
                } else if (i % 10 == 0) {
                    try (var next = lease.handle()) {
                        assertTrue(next.getAutoCommit());
                    }
                }
            }
            assertEquals("0", database.count());
            works(lease);
        } finally {
            lease.close();
        }
        database.nothingLeft();
    }

    @ParameterizedTest
    @EnumSource
    @Obligation({20, 26})
    void destroying_a_connection_in_use_leaves_no_session(HammerTarget database) throws Exception {
        var factory = database.factory();
        try (var hammer = new Hammer()) {
            for (int i = 0; i < database.connects; i++) {
                var lease = new Lease(factory);
                var handle = lease.handle();
                hammer.round(() -> {}, () -> Lease.run(handle, "SELECT 1", "SELECT 1"), () -> lease.managed.destroy());
                lease.managed.destroy();
                assertTrue(handle.isClosed());
            }
        }
        database.nothingLeft();
    }

    /** What timed out is not used again, and nothing of it is left. */
    private static void retired(Lease lease) throws Exception {
        assertThrows(ResourceException.class, lease.managed::cleanup);
        lease.managed.destroy();
        assertEquals(List.of(), lease.listener.ids());
    }

    @ParameterizedTest
    @EnumSource
    @Obligation({40, 99})
    void a_local_timeout_under_an_application_commits_nothing_of_it(HammerTarget database) throws Exception {
        database.table();
        var factory = database.factory();
        try (var hammer = new Hammer()) {
            for (int i = 0; i < database.connects; i++) {
                var lease = new Lease(factory);
                var handle = lease.handle();
                var local = lease.managed.getLocalTransaction();
                hammer.round(local::begin, () -> Lease.run(handle, INSERT, INSERT), local::rollback);
                retired(lease);
            }
            assertEquals("0", database.count());
        }
        database.nothingLeft();
    }

    @ParameterizedTest
    @EnumSource
    @Obligation({53, 99})
    void a_branchs_timeout_under_an_application_commits_nothing_of_it(HammerTarget database) throws Exception {
        database.table();
        var factory = database.factory();
        try (var hammer = new Hammer()) {
            for (int i = 0; i < database.connects; i++) {
                var lease = new Lease(factory);
                var handle = lease.handle();
                var xa = lease.managed.getXAResource();
                var xid = Branches.next();
                hammer.round(() -> xa.start(xid, XAResource.TMNOFLAGS), () -> Lease.run(handle, INSERT, INSERT), () -> {
                    xa.end(xid, XAResource.TMFAIL);
                    xa.rollback(xid);
                });
                retired(lease);
            }
            assertEquals("0", database.count());
        }
        database.nothingLeft();
    }
}
