package dev.berth;

import static jakarta.resource.spi.ConnectionEvent.CONNECTION_CLOSED;
import static jakarta.resource.spi.ConnectionEvent.CONNECTION_ERROR_OCCURRED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.ConfigProperty;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Field;
import java.sql.ClientInfoStatus;
import java.sql.Connection;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** What belongs to no bigger subject: closed handles, timeouts, requests, the DataSource's other methods. */
class RestOfTheContractTest {

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

    private record Call(String name, Executable on) {}

    @TestFactory
    @Obligation(97)
    Stream<DynamicTest> after_closing_every_call_is_refused() throws Exception {
        handle.close();
        handle.close();
        return Stream.of(
                        new Call("createStatement", handle::createStatement),
                        new Call("prepareStatement", () -> handle.prepareStatement("SELECT 1")),
                        new Call("prepareCall", () -> handle.prepareCall("SELECT 1")),
                        new Call("commit", handle::commit),
                        new Call("rollback", handle::rollback),
                        new Call("setAutoCommit", () -> handle.setAutoCommit(true)),
                        new Call("getAutoCommit", handle::getAutoCommit),
                        new Call("setSavepoint", handle::setSavepoint),
                        new Call("getMetaData", handle::getMetaData),
                        new Call("getWarnings", handle::getWarnings),
                        new Call("setSchema", () -> handle.setSchema("x")),
                        new Call("getClientInfo", handle::getClientInfo),
                        new Call("nativeSQL", () -> handle.nativeSQL("SELECT 1")),
                        new Call("unwrap", () -> handle.unwrap(org.postgresql.PGConnection.class)))
                .map(call -> DynamicTest.dynamicTest(
                        call.name(),
                        () -> assertEquals(
                                "08003",
                                assertThrows(SQLException.class, call.on()).getSQLState())));
    }

    @Test
    @Obligation({97, 104, 105})
    void after_closing_what_may_be_called_is_silent() throws Exception {
        handle.close();
        assertTrue(handle.isClosed());
        assertFalse(handle.isValid(1));
        handle.abort(Runnable::run);
        handle.close();
        assertEquals(List.of(CONNECTION_CLOSED), lease.listener.ids());
    }

    @Test
    @Obligation(104)
    void a_validation_takes_no_negative_timeout() {
        assertThrows(SQLException.class, () -> handle.isValid(-1));
    }

    @Test
    @Obligation(105)
    void an_abort_needs_an_executor_and_ends_the_session() throws Exception {
        assertThrows(SQLException.class, () -> handle.abort(null));
        int backend = Lease.backend(handle);
        handle.abort(Runnable::run);
        handle.abort(Runnable::run);
        assertTrue(handle.isClosed());
        assertEquals(List.of(CONNECTION_ERROR_OCCURRED), lease.listener.ids());
        Until.equal(List.of(), () -> TestPostgres.column("SELECT pid FROM pg_stat_activity WHERE pid = " + backend));
    }

    @Test
    @Obligation(106)
    void a_network_timeout_ends_the_session_and_is_gone_for_the_next_user() throws Exception {
        handle.setNetworkTimeout(Runnable::run, 60_000);
        assertEquals(60_000, handle.getNetworkTimeout());
        lease.managed.cleanup();
        var next = lease.handle();
        assertEquals(0, next.getNetworkTimeout());
        next.setNetworkTimeout(Runnable::run, 200);
        assertThrows(SQLException.class, () -> Lease.run(next, "SELECT pg_sleep(30)"));
        assertEquals(List.of(CONNECTION_ERROR_OCCURRED), lease.listener.ids());
    }

    @Test
    @Obligation(107)
    void client_info_on_a_closed_handle_is_refused_in_its_own_way() throws Exception {
        handle.close();
        var one = assertThrows(SQLClientInfoException.class, () -> handle.setClientInfo("ApplicationName", "x"));
        assertEquals("08003", one.getSQLState());
        assertEquals(Set.of("ApplicationName"), one.getFailedProperties().keySet());
        var several = new Properties();
        several.setProperty("ApplicationName", "x");
        var all = assertThrows(SQLClientInfoException.class, () -> handle.setClientInfo(several));
        assertEquals(ClientInfoStatus.REASON_UNKNOWN, all.getFailedProperties().get("ApplicationName"));
    }

    @Test
    @Obligation(108)
    void requests_are_the_drivers_default() throws Exception {
        handle.beginRequest();
        handle.endRequest();
        assertEquals("1", Lease.one(handle, "SELECT 1"));
        assertEquals(List.of(), lease.listener.ids());
    }

    @Test
    @Obligation(109)
    void sharding_is_not_supported() throws Exception {
        assertThrows(SQLFeatureNotSupportedException.class, () -> handle.setShardingKey(null));
        assertThrows(SQLFeatureNotSupportedException.class, () -> handle.setShardingKeyIfValid(null, 1));
        var source = (DataSource) TestPostgres.factory().createConnectionFactory();
        assertThrows(SQLFeatureNotSupportedException.class, source::createConnectionBuilder);
        assertThrows(SQLFeatureNotSupportedException.class, source::createShardingKeyBuilder);
    }

    @Test
    @Obligation(112)
    void the_data_sources_other_methods_answer_or_say_where_it_is_configured() throws Exception {
        var factory = TestPostgres.factory();
        factory.setLoginTimeout(7);
        var source = assertInstanceOf(DataSource.class, factory.createConnectionFactory());
        assertEquals(7, source.getLoginTimeout());
        var refused = assertThrows(SQLFeatureNotSupportedException.class, () -> source.setLoginTimeout(1));
        assertTrue(refused.getMessage().contains("loginTimeout"), refused::getMessage);
        assertNull(source.getLogWriter());
        var out = new PrintWriter(new StringWriter());
        source.setLogWriter(out);
        assertSame(out, source.getLogWriter());
        assertEquals("dev.berth", source.getParentLogger().getName());
        assertSame(source, source.unwrap(DataSource.class));
        assertFalse(source.isWrapperFor(Integer.class));
        assertThrows(SQLException.class, () -> source.unwrap(Integer.class));
    }

    @Test
    @Obligation(32)
    void an_application_is_called_in_its_own_threads_only() throws Exception {
        var before = Thread.getAllStackTraces().keySet();
        var callers = java.util.concurrent.ConcurrentHashMap.<Thread>newKeySet();
        handle.abort(task -> {
            callers.add(Thread.currentThread());
            task.run();
        });
        assertEquals(Set.of(Thread.currentThread()), callers);
        lease.managed.destroy();
        var ours = Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> !before.contains(thread.getKey()))
                .filter(thread -> Arrays.stream(thread.getValue())
                        .anyMatch(frame -> frame.getClassName().startsWith("dev.berth")))
                .map(thread -> thread.getKey().getName())
                .toList();
        assertEquals(List.of(), ours);
    }

    @Test
    @Obligation(76)
    void the_resource_adapter_has_no_property_that_could_stand_against_the_factorys() {
        assertEquals(Set.of(), properties(JdbcResourceAdapter.class));
        assertFalse(properties(JdbcManagedConnectionFactory.class).isEmpty());
    }

    private static Set<String> properties(Class<?> bean) {
        return Arrays.stream(bean.getDeclaredFields())
                .filter(field -> field.isAnnotationPresent(ConfigProperty.class))
                .map(Field::getName)
                .collect(Collectors.toSet());
    }

    @Test
    @Obligation(77)
    void no_property_claims_to_change_in_use_and_each_refuses_to() throws Exception {
        for (var field : JdbcManagedConnectionFactory.class.getDeclaredFields()) {
            var property = field.getAnnotation(ConfigProperty.class);
            assertFalse(property != null && property.supportsDynamicUpdates(), field::getName);
        }
        var factory = TestPostgres.factory();
        factory.createConnectionFactory();
        for (Executable change : List.<Executable>of(
                () -> factory.setConnectionURL("x"),
                () -> factory.setUserName("x"),
                () -> factory.setPassword("x"),
                () -> factory.setDataSourceClass("x"),
                () -> factory.setDriverProperties("x"),
                () -> factory.setDialect("x"),
                () -> factory.setTransactionLevel("x"),
                () -> factory.setLoginTimeout(1),
                () -> factory.setValidationTimeout(1),
                () -> factory.setStrictCommit(false))) {
            assertThrows(IllegalStateException.class, change);
        }
    }

    @Test
    @Obligation(84)
    void there_is_no_endpoint_to_recover_for() throws Exception {
        assertNull(new JdbcResourceAdapter().getXAResources(new ActivationSpec[0]));
    }
}
