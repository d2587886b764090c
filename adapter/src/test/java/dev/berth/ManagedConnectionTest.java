package dev.berth;

import static jakarta.resource.spi.ConnectionEvent.CONNECTION_CLOSED;
import static jakarta.resource.spi.ConnectionEvent.CONNECTION_ERROR_OCCURRED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jakarta Connectors 2.1, 7.5.4 to 7.8, on a real PostgreSQL. */
class ManagedConnectionTest {

    private Lease lease;
    private RecordingListener listener;

    @BeforeEach
    void open() throws ResourceException {
        lease = Lease.open();
        listener = lease.listener;
    }

    @AfterEach
    void destroy() throws ResourceException {
        lease.close();
    }

    @Test
    @Obligation({14, 98})
    void each_borrow_is_a_new_handle_and_closing_one_leaves_the_others_open() throws Exception {
        var first = lease.handle();
        var second = lease.handle();
        assertNotSame(first, second);
        assertEquals(Lease.backend(first), Lease.backend(second));
        first.close();
        assertTrue(first.isClosed());
        assertEquals("1", Lease.one(second, "SELECT 1"));
    }

    @Test
    @Obligation({15, 58})
    void handles_of_one_connection_work_in_two_threads_and_see_each_other() throws Exception {
        var first = lease.handle();
        var second = lease.handle();
        first.setAutoCommit(false);
        Lease.run(first, "CREATE TEMP TABLE seen(i int)", "INSERT INTO seen VALUES (1)");
        var counted = new AtomicReference<String>();
        var thread = new Thread(() -> {
            try {
                for (int i = 0; i < 200; i++) {
                    counted.set(Lease.one(second, "SELECT count(*) FROM seen"));
                }
            } catch (SQLException failure) {
                counted.set(failure.toString());
            }
        });
        thread.start();
        for (int i = 0; i < 200; i++) {
            Lease.one(first, "SELECT 1");
        }
        thread.join(20_000);
        assertEquals("1", counted.get());
    }

    @Test
    @Obligation({16, 34})
    void after_cleanup_every_handle_refuses_and_closing_it_is_silent() throws Exception {
        var handle = lease.handle();
        var statement = handle.createStatement();
        lease.managed.cleanup();
        assertTrue(handle.isClosed());
        assertTrue(statement.isClosed());
        assertEquals(
                "08003",
                assertThrows(SQLException.class, handle::createStatement).getSQLState());
        handle.close();
        assertEquals(List.of(), listener.ids());
    }

    @Test
    @Obligation(17)
    void cleanup_twice_is_cleanup_once() throws Exception {
        lease.handle();
        lease.managed.cleanup();
        lease.managed.cleanup();
        assertEquals("1", Lease.one(lease.handle(), "SELECT 1"));
    }

    @Test
    @Obligation({18, 106, 107})
    void cleanup_keeps_the_session_and_restores_every_setting() throws Exception {
        var handle = lease.handle();
        int backend = Lease.backend(handle);
        handle.setReadOnly(true);
        handle.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
        handle.setHoldability(ResultSet.HOLD_CURSORS_OVER_COMMIT);
        handle.setSchema("pg_catalog");
        handle.setNetworkTimeout(Runnable::run, 12_345);
        handle.setClientInfo("ApplicationName", "dirty");
        handle.setTypeMap(Map.of("x", String.class));
        handle.setAutoCommit(false);
        lease.managed.cleanup();

        var next = lease.handle();
        assertEquals(backend, Lease.backend(next));
        assertTrue(next.getAutoCommit());
        assertFalse(next.isReadOnly());
        assertEquals(Connection.TRANSACTION_READ_COMMITTED, next.getTransactionIsolation());
        assertEquals(ResultSet.CLOSE_CURSORS_AT_COMMIT, next.getHoldability());
        assertEquals("\"$user\", public", Lease.one(next, "SHOW search_path"));
        assertEquals(0, next.getNetworkTimeout());
        assertNotEquals("dirty", Lease.one(next, "SHOW application_name"));
        assertEquals(Map.of(), next.getTypeMap());
        assertEquals("off", Lease.one(next, "SHOW default_transaction_read_only"));
    }

    @Test
    @Obligation({19, 21})
    void closing_a_handle_touches_nothing_and_cleanup_rolls_back_what_the_application_left_open() throws Exception {
        Lease.run(lease.handle(), "CREATE TABLE IF NOT EXISTS left_open(i int)", "TRUNCATE left_open");
        var handle = lease.handle();
        handle.setAutoCommit(false);
        Lease.run(handle, "INSERT INTO left_open VALUES (1)");
        int backend = Lease.backend(handle);
        handle.close();
        assertEquals(
                List.of("idle in transaction"),
                TestPostgres.column("SELECT state FROM pg_stat_activity WHERE pid = " + backend));
        lease.managed.cleanup();
        assertEquals("0", Lease.one(lease.handle(), "SELECT count(*) FROM left_open"));
    }

    @Test
    @Obligation(19)
    void a_transaction_begun_by_sql_is_rolled_back_too_and_never_committed_by_the_next_user() throws Exception {
        var handle = lease.handle();
        Lease.run(handle, "CREATE TABLE IF NOT EXISTS left_open(i int)", "TRUNCATE left_open");
        Lease.run(handle, "BEGIN", "INSERT INTO left_open VALUES (2)");
        lease.managed.cleanup();
        assertEquals("0", Lease.one(lease.handle(), "SELECT count(*) FROM left_open"));
    }

    @Test
    @Obligation(20)
    void destroy_ends_the_backend_and_twice_is_nothing() throws Exception {
        var handle = lease.handle();
        int backend = Lease.backend(handle);
        var result = handle.createStatement().executeQuery("SELECT 1");
        lease.managed.destroy();
        lease.managed.destroy();
        Until.equal(List.of(), () -> TestPostgres.column("SELECT pid FROM pg_stat_activity WHERE pid = " + backend));
        assertTrue(handle.isClosed());
        assertTrue(result.isClosed());
        assertThrows(ResourceException.class, lease::handle);
    }

    @Test
    @Obligation({22, 23})
    void closing_a_handle_is_told_once_with_the_handle_and_its_connection() throws Exception {
        var handle = lease.handle();
        handle.close();
        handle.close();
        var told = listener.events(CONNECTION_CLOSED);
        assertEquals(1, told.size());
        assertSame(handle, told.get(0).getConnectionHandle());
        assertSame(lease.managed, told.get(0).getSource());
    }

    @Test
    @Obligation(24)
    void a_backend_that_is_ended_is_told_once_before_the_application_hears_it() throws Exception {
        var handle = lease.handle();
        var statement = handle.createStatement();
        TestPostgres.endBackend(Lease.backend(handle));
        var failure = assertThrows(SQLException.class, () -> statement.executeQuery("SELECT 1"));
        var told = listener.events(CONNECTION_ERROR_OCCURRED);
        assertEquals(1, told.size());
        assertSame(failure, told.get(0).getException());
        assertThrows(SQLException.class, handle::createStatement);
        assertThrows(ResourceException.class, lease::handle);
        assertEquals(1, listener.events(CONNECTION_ERROR_OCCURRED).size());
    }

    @Test
    @Obligation(24)
    void a_session_that_dies_under_a_result_set_is_told_too() throws Exception {
        var handle = lease.handle();
        handle.setAutoCommit(false);
        var statement = handle.createStatement();
        statement.setFetchSize(1);
        var rows = statement.executeQuery("SELECT generate_series(1, 100)");
        assertTrue(rows.next());
        TestPostgres.endBackend(Lease.backend(lease.handle()));
        assertThrows(SQLException.class, () -> {
            while (rows.next()) {
                rows.getInt(1);
            }
        });
        assertEquals(1, listener.events(CONNECTION_ERROR_OCCURRED).size());
    }

    @Test
    @Obligation(25)
    void failures_of_statements_are_no_failures_of_the_connection() throws Exception {
        var handle = lease.handle();
        for (var sql : List.of("SELEKT", "SELECT 1/0", "SELECT * FROM missing", "SET statement_timeout = -5")) {
            assertThrows(SQLException.class, () -> Lease.run(handle, sql));
        }
        assertEquals(List.of(), listener.ids());
        assertEquals("1", Lease.one(handle, "SELECT 1"));
    }

    @Test
    @Obligation(25)
    void a_connection_exception_raised_by_a_healthy_session_is_not_fatal() throws Exception {
        var handle = lease.handle();
        var failure = assertThrows(
                SQLException.class,
                () -> Lease.run(handle, "DO $$ BEGIN RAISE EXCEPTION 'elsewhere' USING ERRCODE = '08006'; END $$"));
        assertEquals("08006", failure.getSQLState());
        assertEquals(List.of(), listener.ids());
        assertEquals("1", Lease.one(handle, "SELECT 1"));
    }

    @Test
    @Obligation({26, 27})
    void a_listener_may_destroy_the_connection_and_leave_while_it_is_told() throws Exception {
        var heard = new AtomicReference<ConnectionEvent>();
        ConnectionEventListener destroyer = Fakes.of(
                ConnectionEventListener.class, Map.of("connectionErrorOccurred", (proxy, method, arguments) -> {
                    heard.set((ConnectionEvent) arguments[0]);
                    lease.managed.removeConnectionEventListener((ConnectionEventListener) proxy);
                    lease.managed.destroy();
                    return null;
                }));
        lease.managed.addConnectionEventListener(destroyer);
        lease.managed.removeConnectionEventListener(new RecordingListener());
        var handle = lease.handle();
        TestPostgres.endBackend(Lease.backend(handle));
        assertThrows(SQLException.class, () -> Lease.one(handle, "SELECT 1"));
        assertEquals(CONNECTION_ERROR_OCCURRED, heard.get().getId());
        assertTrue(handle.isClosed());
    }

    @Test
    @Obligation(27)
    void a_listener_that_throws_is_not_in_the_way_of_the_others() throws Exception {
        ConnectionEventListener thrower =
                Fakes.of(ConnectionEventListener.class, Map.of("connectionClosed", (proxy, method, arguments) -> {
                    throw new IllegalArgumentException("from a listener");
                }));
        lease.managed.removeConnectionEventListener(listener);
        lease.managed.addConnectionEventListener(thrower);
        lease.managed.addConnectionEventListener(listener);
        lease.handle().close();
        assertEquals(List.of(CONNECTION_CLOSED), listener.ids());
    }

    @Test
    @Obligation(28)
    void meta_data_tells_the_product_and_the_user_known_to_the_database() throws Exception {
        var metaData = lease.managed.getMetaData();
        assertEquals("PostgreSQL", metaData.getEISProductName());
        assertTrue(metaData.getEISProductVersion().matches("\\d+.*"));
        assertEquals(TestPostgres.USER, metaData.getUserName());
        assertTrue(metaData.getMaxConnections() > 0);
        lease.managed.destroy();
        assertThrows(ResourceException.class, lease.managed::getMetaData);
    }

    @Test
    @Obligation(29)
    void the_log_writer_is_inherited_from_the_factory_and_null_turns_it_off() throws Exception {
        var factory = TestPostgres.factory();
        var out = new PrintWriter(new StringWriter());
        factory.setLogWriter(out);
        var managed = factory.createManagedConnection(null, null);
        assertSame(out, managed.getLogWriter());
        managed.setLogWriter(null);
        assertEquals(null, managed.getLogWriter());
        assertSame(out, factory.getLogWriter());
        managed.destroy();
    }

    @Test
    @Obligation({60, 61})
    void a_handle_moves_to_another_connection_and_the_old_one_forgets_it() throws Exception {
        var factory = TestPostgres.factory();
        try (var from = new Lease(factory);
                var to = new Lease(factory);
                var foreign = Lease.open()) {
            var handle = from.handle();
            int before = Lease.backend(handle);
            var statement = handle.createStatement();
            from.managed.associateConnection(handle);
            assertFalse(statement.isClosed());

            to.managed.associateConnection(handle);
            assertTrue(statement.isClosed());
            assertNotEquals(before, Lease.backend(handle));
            from.managed.cleanup();
            assertFalse(handle.isClosed());
            handle.close();
            assertEquals(List.of(), from.listener.ids());
            assertEquals(List.of(CONNECTION_CLOSED), to.listener.ids());

            var other = from.handle();
            TestPostgres.factory(); // an equal factory is still another one
            assertThrows(ResourceException.class, () -> foreign.managed.associateConnection(other));
            assertThrows(ResourceException.class, () -> to.managed.associateConnection("no handle"));
            assertThrows(ResourceException.class, () -> to.managed.associateConnection(handle));
        }
    }

    @Test
    @Obligation(8)
    void two_connections_are_equal_only_if_they_are_the_same() throws Exception {
        try (var other = Lease.open()) {
            assertNotEquals(lease.managed, other.managed);
            assertEquals(lease.managed, lease.managed);
        }
    }
}
