package dev.berth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.naming.NamingException;
import javax.naming.Reference;
import javax.naming.StringRefAddr;
import javax.naming.spi.NamingManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pool by JNDI outside Jakarta EE, as Tomcat makes one of a Resource. */
class PooledDataSourceFactoryTest {

    /** As Tomcat's ResourceRef: its own addresses first, then the attributes. */
    private static Reference resource(String type, String... attributes) {
        var reference = new Reference(type, PooledDataSourceFactory.class.getName(), null);
        List.of("scope=Shareable", "auth=Container", "singleton=true", "closeMethod=close")
                .forEach(one -> add(reference, one));
        reference.add(new StringRefAddr("description", null));
        List.of(attributes).forEach(one -> add(reference, one));
        return reference;
    }

    private static void add(Reference reference, String pair) {
        int at = pair.indexOf('=');
        reference.add(new StringRefAddr(pair.substring(0, at), pair.substring(at + 1)));
    }

    private static Object made(Reference reference) throws Exception {
        return NamingManager.getObjectInstance(reference, null, null, null);
    }

    @Test
    void a_resource_of_tomcat_becomes_a_pool() throws Exception {
        var reference = resource(
                "javax.sql.DataSource",
                "jdbcUrl=" + TestPostgres.url(),
                "username=" + TestPostgres.USER,
                "password=" + TestPostgres.PASSWORD,
                "maximumPoolSize=2",
                "maxLifetime=600000");
        try (var source = (PooledDataSource) made(reference);
                var connection = source.getConnection()) {
            assertEquals("1", Lease.one(connection, "SELECT 1"));
        }
    }

    @Test
    void what_is_not_ours_is_left_to_others_and_what_is_wrong_is_refused() throws Exception {
        var factory = new PooledDataSourceFactory();
        assertNull(factory.getObjectInstance("text", null, null, null));
        assertNull(factory.getObjectInstance(resource("jakarta.mail.Session"), null, null, null));
        var unknown = assertThrows(
                ConfigException.class, () -> made(resource("javax.sql.DataSource", "maxTotal=8", "password=hunter2")));
        assertEquals("maxTotal", unknown.property());
        assertFalse(unknown.getMessage().contains("hunter2"));
        var reference = resource("javax.sql.DataSource");
        add(reference, "singleton=false");
        assertTrue(assertThrows(ConfigException.class, () -> made(reference))
                .getMessage()
                .contains("at each look-up"));
    }

    @Test
    void a_reference_makes_an_equal_pool_and_holds_no_secret(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("password"), TestPostgres.PASSWORD);
        var builder = PooledDataSource.builder()
                .url(TestPostgres.url())
                .user(TestPostgres.USER)
                .password("${file:" + file + "}")
                .maximumPoolSize(3)
                .minimumIdle(0)
                .overflow(1)
                .maxWaiting(5)
                .connectionTimeout(Duration.ofMillis(2500))
                .idleTimeout(Duration.ofMinutes(3))
                .fifo(true)
                .property("maxLifetime", "61")
                .property("trustWindow", "250");
        try (var source = builder.build();
                var equal = (PooledDataSource) made(source.getReference());
                var connection = equal.getConnection()) {
            assertEquals(source.getReference(), equal.getReference());
            assertEquals(TestPostgres.USER, Lease.one(connection, "SELECT current_user"));
            assertFalse(source.getReference().toString().contains(TestPostgres.PASSWORD));
        }
    }

    @Test
    void a_literal_password_is_not_written_down() throws Exception {
        for (var secret : List.of("password", "driverProperties")) {
            var builder =
                    PooledDataSource.builder().url(TestPostgres.url()).user("u").minimumIdle(0);
            builder.property(secret, secret.equals("password") ? "hunter2" : "sslpassword=hunter2");
            try (var source = builder.build()) {
                var refused = assertThrows(NamingException.class, source::getReference);
                assertTrue(refused.getMessage().startsWith(secret + ": "), refused::getMessage);
                assertFalse(refused.getMessage().contains("hunter2"), refused::getMessage);
            }
        }
    }
}
