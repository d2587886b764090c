package dev.berth;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.managed.RequestInfo;
import dev.berth.pool.UnpooledConnectionManager;
import jakarta.resource.NotSupportedException;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.ConfigProperty;
import jakarta.resource.spi.ConnectionDefinition;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.Connector;
import jakarta.resource.spi.DissociatableManagedConnection;
import jakarta.resource.spi.LazyEnlistableManagedConnection;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The beans: equality, matching, life, declaration (Jakarta Connectors 2.1, 6, 7.5.3, 19 to 21). */
class FactoryTest {

    @Test
    @Obligation({6, 7})
    void factories_are_equal_when_configured_alike_also_after_use() throws Exception {
        var one = TestPostgres.factory();
        var other = TestPostgres.factory();
        assertEquals(one, other);
        assertEquals(one.hashCode(), other.hashCode());
        int before = one.hashCode();
        one.createConnectionFactory();
        assertEquals(before, one.hashCode());
        assertEquals(one, other);
        for (var property : FactoryProperties.ALL) {
            var changed = TestPostgres.factory();
            PropertyBoundsTest.set(changed, property.name(), another(property));
            assertNotEquals(one, changed, property.name());
        }
        assertNotEquals(one, null);
        assertNotEquals(one, "a string");
    }

    private static Object another(FactoryProperties.Property property) {
        if (property.type() == Boolean.class) {
            return !Boolean.parseBoolean(property.defaultValue());
        }
        return property.type() == Integer.class
                ? (Object) (Integer.parseInt(property.defaultValue()) + 1)
                : "something else";
    }

    @Test
    @Obligation(6)
    void a_configuration_in_use_does_not_change() throws Exception {
        var factory = TestPostgres.factory();
        factory.createConnectionFactory();
        var refused = assertThrows(IllegalStateException.class, () -> factory.setUserName("late"));
        assertTrue(refused.getMessage().startsWith("userName"), refused::getMessage);
    }

    @Test
    @Obligation({4, 5})
    void requests_are_equal_by_all_they_hold_and_hold_no_database() {
        assertEquals(new RequestInfo("a", "b"), new RequestInfo("a", "b"));
        assertEquals(new RequestInfo("a", "b").hashCode(), new RequestInfo("a", "b").hashCode());
        assertNotEquals(new RequestInfo("a", "b"), new RequestInfo("a", "c"));
        assertNotEquals(new RequestInfo("a", "b"), new RequestInfo("c", "b"));
        assertEquals(
                Set.of("user", "password"),
                new HashSet<>(Arrays.stream(RequestInfo.class.getRecordComponents())
                        .map(java.lang.reflect.RecordComponent::getName)
                        .toList()));
        assertFalse(new RequestInfo("a", "s3cr3t").toString().contains("s3cr3t"));
    }

    @Test
    @Obligation({9, 10, 11})
    void matching_takes_the_first_of_the_identity_and_changes_nothing() throws Exception {
        var factory = TestPostgres.factory();
        var auditor = new RequestInfo(TestPostgres.OTHER_USER, TestPostgres.OTHER_PASSWORD);
        try (var ours = new Lease(factory);
                var foreign = Lease.open()) {
            var candidates = new HashSet<Object>(Arrays.asList("not a connection", foreign.managed, ours.managed));
            assertSame(ours.managed, factory.matchManagedConnections(candidates, null, null));
            assertSame(ours.managed, factory.matchManagedConnections(candidates, null, RequestInfo.CONFIGURED));
            assertNull(factory.matchManagedConnections(candidates, null, auditor));
            assertNull(factory.matchManagedConnections(Set.of(), null, null));
            assertEquals(3, candidates.size());
            var handle = ours.handle();
            TestPostgres.endBackend(Lease.backend(handle));
            assertThrows(java.sql.SQLException.class, () -> Lease.one(handle, "SELECT 1"));
            assertNull(factory.matchManagedConnections(candidates, null, null));
        }
    }

    @Test
    @Obligation(13)
    void invalid_connections_are_found_without_throwing_and_within_a_bound() throws Exception {
        var factory = TestPostgres.factory();
        try (var healthy = new Lease(factory);
                var dead = new Lease(factory);
                var destroyed = new Lease(factory)) {
            TestPostgres.endBackend(Lease.backend(dead.handle()));
            destroyed.managed.destroy();
            Set<Object> asked =
                    new HashSet<>(Arrays.asList(healthy.managed, dead.managed, destroyed.managed, "not a connection"));
            assertEquals(Set.of(dead.managed, destroyed.managed), factory.getInvalidConnections(asked));
            assertEquals("1", Lease.one(healthy.handle(), "SELECT 1"));
        }
    }

    @Test
    @Obligation({30, 31, 33})
    void outside_a_server_each_handle_has_its_own_connection_which_is_closed_with_it() throws Exception {
        var source = (DataSource) TestPostgres.factory().createConnectionFactory();
        int backend;
        try (var connection = source.getConnection();
                var other = source.getConnection()) {
            backend = Lease.backend(connection);
            assertNotEquals(backend, Lease.backend(other));
        }
        Until.equal(
                java.util.List.of(),
                () -> TestPostgres.column("SELECT pid FROM pg_stat_activity WHERE pid = " + backend));
        assertInstanceOf(Serializable.class, new UnpooledConnectionManager());
    }

    @Test
    @Obligation({2, 31})
    void in_a_server_every_borrow_goes_to_its_connection_manager_in_the_callers_thread() throws Exception {
        var asked = new java.util.ArrayList<Thread>();
        var factory = TestPostgres.factory();
        var manager = Fakes.of(ConnectionManager.class, Map.of("allocateConnection", (proxy, method, arguments) -> {
            asked.add(Thread.currentThread());
            assertSame(factory, arguments[0]);
            return Fakes.of(Connection.class, Map.of());
        }));
        var source = (DataSource) factory.createConnectionFactory(manager);
        source.getConnection();
        source.getConnection("user", "password");
        assertEquals(java.util.List.of(Thread.currentThread(), Thread.currentThread()), asked);
    }

    @Test
    @Obligation({37, 92})
    void the_level_is_what_the_database_offers_and_the_configuration_asks() throws Exception {
        assertEquals(
                TransactionSupportLevel.XATransaction, TestPostgres.factory().getTransactionSupport());
        for (var level : TransactionSupportLevel.values()) {
            var factory = TestPostgres.factory();
            factory.setTransactionLevel(level.name());
            assertEquals(level, factory.getTransactionSupport());
        }
        var h2 = new JdbcManagedConnectionFactory();
        h2.setConnectionURL("jdbc:h2:mem:level");
        assertEquals(TransactionSupportLevel.LocalTransaction, h2.getTransactionSupport());
        var none = TestPostgres.factory();
        none.setTransactionLevel("NoTransaction");
        try (var lease = new Lease(none)) {
            assertThrows(NotSupportedException.class, lease.managed::getXAResource);
            assertThrows(NotSupportedException.class, lease.managed::getLocalTransaction);
        }
    }

    @Test
    @Obligation({62, 63, 64})
    void neither_lazy_contract_is_claimed() {
        assertFalse(
                DissociatableManagedConnection.class.isAssignableFrom(dev.berth.managed.JdbcManagedConnection.class));
        assertFalse(
                LazyEnlistableManagedConnection.class.isAssignableFrom(dev.berth.managed.JdbcManagedConnection.class));
    }

    @Test
    @Obligation({73, 65, 79})
    void the_resource_adapter_is_a_bean_that_starts_with_any_context_and_needs_no_thread() throws Exception {
        var adapter = new JdbcResourceAdapter();
        assertEquals(adapter, new JdbcResourceAdapter());
        assertEquals(adapter.hashCode(), new JdbcResourceAdapter().hashCode());
        var threads = Thread.getAllStackTraces().keySet().size();
        adapter.start(Fakes.of(BootstrapContext.class, Map.of()));
        assertTrue(Thread.getAllStackTraces().keySet().size() <= threads);
        assertDoesNotThrow(adapter::stop);
        assertThrows(NotSupportedException.class, () -> adapter.endpointActivation(null, null));
        assertNull(adapter.getXAResources(null));
    }

    @Test
    @Obligation(74)
    void a_stopped_adapter_leaves_drivers_of_other_class_loaders_alone() {
        new JdbcResourceAdapter().stop();
        assertTrue(DriverManager.drivers()
                .anyMatch(driver -> driver.getClass().getName().contains("postgresql")));
    }

    @Test
    @Obligation(75)
    void the_resource_adapter_is_set_once() throws Exception {
        var factory = TestPostgres.factory();
        var adapter = new JdbcResourceAdapter();
        factory.setResourceAdapter(adapter);
        factory.setResourceAdapter(adapter);
        assertSame(adapter, factory.getResourceAdapter());
        assertThrows(
                jakarta.resource.spi.IllegalStateException.class,
                () -> factory.setResourceAdapter(Fakes.of(ResourceAdapter.class, Map.of())));
    }

    @Test
    @Obligation({1, 71, 72, 88, 89, 90, 91})
    void what_the_annotations_declare_is_there() throws Exception {
        var connector = JdbcResourceAdapter.class.getAnnotation(Connector.class);
        assertEquals(TransactionSupportLevel.XATransaction, connector.transactionSupport());
        assertFalse(connector.reauthenticationSupport());
        assertEquals("BasicPassword", connector.authMechanisms()[0].authMechanism());
        var definition = JdbcManagedConnectionFactory.class.getAnnotation(ConnectionDefinition.class);
        assertEquals(DataSource.class, definition.connectionFactory());
        assertEquals(JdbcDataSource.class, definition.connectionFactoryImpl());
        assertEquals(Connection.class, definition.connection());
        assertTrue(Connection.class.isAssignableFrom(definition.connectionImpl()));
        assertDoesNotThrow(() -> JdbcManagedConnectionFactory.class.getConstructor());
        assertDoesNotThrow(() -> JdbcResourceAdapter.class.getConstructor());
        for (var field : JdbcManagedConnectionFactory.class.getDeclaredFields()) {
            var property = field.getAnnotation(ConfigProperty.class);
            if (property != null) {
                var name = field.getName().substring(0, 1).toUpperCase(java.util.Locale.ROOT)
                        + field.getName().substring(1);
                assertTrue(Set.of(String.class, Integer.class, Boolean.class).contains(field.getType()));
                assertDoesNotThrow(() -> JdbcManagedConnectionFactory.class.getMethod("get" + name));
                assertDoesNotThrow(() -> JdbcManagedConnectionFactory.class.getMethod("set" + name, field.getType()));
                assertEquals(field.getName().equals("password"), property.confidential(), field::getName);
            }
        }
        for (var standard : new String[] {"connectionURL", "userName", "password"}) {
            assertDoesNotThrow(() -> JdbcManagedConnectionFactory.class.getDeclaredField(standard), standard);
        }
    }

    @Test
    @Obligation({3, 94})
    void a_data_source_survives_serialisation_and_a_literal_password_does_not(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("password"), TestPostgres.PASSWORD + "\n");
        var factory = TestPostgres.factory();
        factory.setPassword("${file:" + file + "}");
        var source = (DataSource) copy(factory.createConnectionFactory());
        try (var connection = source.getConnection()) {
            assertEquals(TestPostgres.USER, Lease.one(connection, "SELECT current_user"));
        }
        assertEquals(factory, copy(factory));

        var literal = TestPostgres.factory();
        var bytes = new String(bytes(literal.createConnectionFactory()), StandardCharsets.ISO_8859_1);
        assertFalse(bytes.contains(TestPostgres.PASSWORD));
    }

    @Test
    @Obligation(94)
    void a_reference_rebuilds_an_equal_data_source_and_refuses_a_literal_password(@TempDir Path folder)
            throws Exception {
        var file = Files.writeString(folder.resolve("password"), TestPostgres.PASSWORD);
        var factory = TestPostgres.factory();
        factory.setPassword("${file:" + file + "}");
        factory.setLoginTimeout(7);
        factory.setStrictCommit(false);
        var reference = ((JdbcDataSource) factory.createConnectionFactory()).getReference();
        assertTrue(reference.toString().contains("${file:"), reference::toString);
        var rebuilt = (JdbcDataSource) javax.naming.spi.NamingManager.getObjectInstance(reference, null, null, null);
        try (var connection = rebuilt.getConnection()) {
            assertEquals(TestPostgres.USER, Lease.one(connection, "SELECT current_user"));
        }
        assertEquals(reference.toString(), rebuilt.getReference().toString());
        assertEquals(7, rebuilt.getLoginTimeout());

        var literal = (JdbcDataSource) TestPostgres.factory().createConnectionFactory();
        var refused = assertThrows(NamingException.class, literal::getReference);
        assertFalse(refused.getMessage().contains(TestPostgres.PASSWORD));
        assertNull(new JdbcObjectFactory().getObjectInstance("something else", null, null, null));
    }

    @Test
    @Obligation(93)
    void it_asks_for_no_permission_and_names_no_other_servers_class() throws IOException {
        try (var files = Files.walk(Path.of("target/classes"))) {
            assertTrue(files.noneMatch(file -> file.getFileName().toString().equals("permissions.xml")));
        }
    }

    private static Object copy(Object original) throws IOException, ClassNotFoundException {
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes(original)))) {
            return in.readObject();
        }
    }

    private static byte[] bytes(Object original) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var objects = new ObjectOutputStream(out)) {
            objects.writeObject(original);
        }
        return out.toByteArray();
    }
}
