package dev.berth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.handle.ConnectionHandle;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.sql.Wrapper;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;

/** Who stands above whom: every parent is ours, closing goes down, and unwrapping reaches the driver. */
class WrappersTest {

    private Lease lease;
    private Connection handle;

    @BeforeEach
    void open() throws Exception {
        lease = Lease.open();
        handle = lease.handle();
    }

    @AfterEach
    void destroy() throws Exception {
        lease.close();
    }

    @Test
    @Obligation(102)
    void every_parent_is_ours() throws Exception {
        var statement = handle.createStatement();
        var result = statement.executeQuery("SELECT ARRAY[1]");
        assertTrue(result.next());
        assertSame(handle, statement.getConnection());
        assertSame(statement, result.getStatement());
        assertSame(handle, handle.getMetaData().getConnection());
        assertSame(handle, handle.prepareStatement("SELECT 1").getConnection());
        assertSame(handle, handle.prepareCall("SELECT 1").getConnection());
        var prepared = handle.prepareStatement("SELECT 1");
        assertSame(prepared, prepared.executeQuery().getStatement());
        assertEquals(null, result.getArray(1).getResultSet().getStatement());
        assertEquals(null, handle.getMetaData().getTables(null, null, "x", null).getStatement());
        statement.executeUpdate("CREATE TEMP TABLE p(a serial)");
        statement.executeUpdate("INSERT INTO p DEFAULT VALUES", Statement.RETURN_GENERATED_KEYS);
        assertSame(handle, statement.getConnection());
    }

    @Test
    @Obligation({101, 102})
    void a_refcursor_is_wrapped_and_goes_with_its_handle() throws Exception {
        handle.setAutoCommit(false);
        Lease.run(
                handle,
                "CREATE FUNCTION pg_temp.cursors() RETURNS refcursor LANGUAGE plpgsql AS"
                        + " 'DECLARE r refcursor; BEGIN OPEN r FOR SELECT 1; RETURN r; END'");
        var call = handle.prepareCall("{? = call pg_temp.cursors()}");
        call.registerOutParameter(1, Types.OTHER);
        call.execute();
        var result = assertInstanceOf(ResultSet.class, call.getObject(1));
        assertTrue(result.getClass().getName().startsWith("dev.berth."), () -> "" + result.getClass());
        handle.close();
        assertTrue(result.isClosed());
    }

    @Test
    @Obligation(101)
    void every_wrapper_unwraps_to_itself_and_to_the_driver_and_refuses_the_rest() throws Exception {
        var prepared = handle.prepareStatement("SELECT ?::int");
        prepared.setInt(1, 1);
        var result = prepared.executeQuery();
        var wrappers = new ArrayList<Wrapper>(List.of(
                handle,
                handle.createStatement(),
                prepared,
                handle.prepareCall("SELECT 1"),
                result,
                result.getMetaData(),
                prepared.getParameterMetaData(),
                handle.getMetaData()));
        for (var wrapper : wrappers) {
            assertSame(wrapper, wrapper.unwrap(wrapper.getClass()), () -> "" + wrapper.getClass());
            assertTrue(wrapper.isWrapperFor(wrapper.getClass()), () -> "" + wrapper.getClass());
            assertFalse(wrapper.isWrapperFor(Integer.class), () -> "" + wrapper.getClass());
            assertThrows(SQLException.class, () -> wrapper.unwrap(Integer.class), () -> "" + wrapper.getClass());
        }
        assertInstanceOf(ConnectionHandle.class, handle.unwrap(Connection.class));
        assertTrue(handle.isWrapperFor(PGConnection.class));
        assertTrue(prepared.isWrapperFor(PGStatement.class));
        var driver = handle.unwrap(PGConnection.class);
        assertNotSame(handle, driver);
        handle.close();
        assertEquals(
                "08003",
                assertThrows(SQLException.class, () -> handle.unwrap(PGConnection.class))
                        .getSQLState());
    }

    @Test
    @Obligation(103)
    void a_statement_that_closes_on_completion_goes_with_its_last_result() throws Exception {
        var statement = handle.createStatement();
        statement.closeOnCompletion();
        assertTrue(statement.isCloseOnCompletion());
        var result = statement.executeQuery("SELECT 1");
        result.close();
        assertTrue(statement.isClosed());
        assertTrue(result.isClosed());
        statement.close();
    }

    @Test
    @Obligation(103)
    void closing_goes_down_from_the_handle_to_every_statement_and_result() throws Exception {
        var statement = handle.createStatement();
        var prepared = handle.prepareStatement("SELECT 1");
        var call = handle.prepareCall("SELECT 1");
        var results = List.of(
                statement.executeQuery("SELECT 1"),
                prepared.executeQuery(),
                handle.getMetaData().getTableTypes(),
                handle.createArrayOf("int4", new Object[] {1}).getResultSet());
        handle.close();
        for (var child : List.of(statement, prepared, call)) {
            assertTrue(child.isClosed());
            assertEquals(
                    "08003", assertThrows(SQLException.class, child::getMaxRows).getSQLState());
        }
        for (var result : results) {
            assertTrue(result.isClosed());
            assertThrows(SQLException.class, result::next);
        }
    }

    @Test
    @Obligation(25)
    void a_statement_is_cancelled_from_another_thread_and_the_session_lives_on() throws Exception {
        var statement = handle.createStatement();
        int backend = Lease.backend(handle);
        var done = new CountDownLatch(1);
        var canceller = new Thread(() -> {
            try {
                Until.equal(
                        List.of("active"),
                        () -> TestPostgres.column("SELECT state FROM pg_stat_activity WHERE query LIKE"
                                + " 'SELECT pg_sleep%' AND pid = " + backend));
                statement.cancel();
            } catch (Exception failure) {
                throw new AssertionError(failure);
            } finally {
                done.countDown();
            }
        });
        canceller.start();
        var failure = assertThrows(SQLException.class, () -> statement.execute("SELECT pg_sleep(60)"));
        assertEquals("57014", failure.getSQLState());
        done.await();
        assertEquals("1", Lease.one(handle, "SELECT 1"));
        assertEquals(List.of(), lease.listener.ids());
    }
}
