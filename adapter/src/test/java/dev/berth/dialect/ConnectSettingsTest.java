package dev.berth.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.TestPostgres;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** What a connection is opened with. */
class ConnectSettingsTest {

    private static final ConnectSettings LEAST = new ConnectSettings(
            Duration.ofSeconds(30), Duration.ofMillis(1500), Duration.ZERO, null, null, null, false, false);
    private static final ConnectSettings MOST = new ConnectSettings(
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofMillis(1),
            "berth",
            "verify-full",
            "/etc/ca.pem",
            false,
            true);

    private final Dialect dialect = new PostgresDialect();

    private Properties defaults(ConnectSettings settings) {
        var properties = new Properties();
        dialect.defaults(properties, settings);
        return properties;
    }

    @Test
    void as_properties_of_the_driver() {
        assertEquals(
                Map.of(
                        "loginTimeout", "30",
                        "connectTimeout", "2",
                        "socketTimeout", "2", // while it connects
                        "sslResponseTimeout", "750",
                        "tcpKeepAlive", "true",
                        "assumeMinServerVersion", "13"),
                defaults(LEAST));
        assertEquals(
                Map.of(
                        "loginTimeout", "30",
                        "connectTimeout", "5",
                        "sslResponseTimeout", "2500",
                        "socketTimeout", "1",
                        "tcpKeepAlive", "true",
                        "assumeMinServerVersion", "13",
                        "ApplicationName", "berth",
                        "sslmode", "verify-full",
                        "sslrootcert", "/etc/ca.pem",
                        "prepareThreshold", "0"),
                defaults(MOST));
        assertTrue(dialect.driverProperties().containsAll(defaults(MOST).stringPropertyNames()));
    }

    @Test
    void as_properties_of_a_bean_that_has_them_all() throws Exception {
        var names = dialect.beanDefaults(MOST);
        var bean = java.beans.Introspector.getBeanInfo(PGSimpleDataSource.class);
        for (var name : names.keySet()) {
            assertTrue(
                    java.util.Arrays.stream(bean.getPropertyDescriptors())
                            .anyMatch(property -> property.getName().equals(name) && property.getWriteMethod() != null),
                    name);
        }
        assertEquals(
                Map.of(
                        "connectTimeout", "2",
                        "socketTimeout", "2",
                        "sslResponseTimeout", "750",
                        "tcpKeepAlive", "true",
                        "assumeMinServerVersion", "13"),
                dialect.beanDefaults(LEAST));
        assertEquals("berth", names.get("applicationName"));
        assertEquals("verify-full", names.get("sslMode"));
    }

    @Test
    void an_ssl_mode_that_there_is_not_is_refused() {
        var wrong = new ConnectSettings(
                Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ZERO, null, "verify_full", null, false, false);
        var refused = assertThrows(IllegalArgumentException.class, () -> defaults(wrong));
        assertTrue(refused.getMessage().contains("verify-full"), refused.getMessage());
        assertThrows(IllegalArgumentException.class, () -> dialect.beanDefaults(wrong));
    }

    @Test
    void another_dialect_refuses_what_it_cannot_give() {
        var standard = new StandardDialect();
        var properties = new Properties();
        standard.defaults(properties, LEAST);
        assertTrue(properties.isEmpty());
        assertEquals(Map.of(), standard.beanDefaults(LEAST));
        var refused = assertThrows(IllegalArgumentException.class, () -> standard.defaults(properties, MOST));
        assertTrue(refused.getMessage().contains("sslMode"), refused.getMessage());
        assertThrows(IllegalArgumentException.class, () -> standard.beanDefaults(MOST));
    }

    @Test
    void nothing_is_prepared_on_the_server_behind_a_transaction_pooler() throws Exception {
        var properties = defaults(new ConnectSettings(
                Duration.ofSeconds(9), Duration.ofSeconds(9), Duration.ZERO, null, null, null, true, true));
        properties.setProperty("user", TestPostgres.USER);
        properties.setProperty("password", TestPostgres.PASSWORD);
        try (var connection = java.sql.DriverManager.getConnection(TestPostgres.url(), properties);
                var statement = connection.prepareStatement("SELECT count(*) FROM pg_prepared_statements")) {
            for (int i = 0; i < 10; i++) {
                try (var answer = statement.executeQuery()) {
                    answer.next();
                    assertEquals(0, answer.getInt(1));
                }
            }
        }
    }

    @Test
    void opening_takes_no_round_trip_for_the_name() throws Exception {
        assertEquals(opening("") - 1, opening("13")); // less than the driver takes by itself
    }

    private int opening(String assumedVersion) throws Exception {
        try (var counter = new FlightCounter(TestPostgres.port())) {
            var properties = defaults(LEAST);
            properties.setProperty("assumeMinServerVersion", assumedVersion);
            properties.setProperty("user", TestPostgres.USER);
            properties.setProperty("password", TestPostgres.PASSWORD);
            try (var connection = java.sql.DriverManager.getConnection(
                    "jdbc:postgresql://127.0.0.1:" + counter.port() + "/postgres", properties)) {
                return counter.flights();
            }
        }
    }
}
