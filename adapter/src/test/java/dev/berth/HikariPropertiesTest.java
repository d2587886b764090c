package dev.berth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.config.ConfigException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What a properties file or a URL says is done, or refused by name. */
class HikariPropertiesTest {

    private record Refused(String name, String value, List<String> says) {}

    private static final List<Refused> REFUSED = List.of(
            new Refused("autoCommit", "perhaps", List.of("'perhaps'", "true nor false")),
            new Refused("connectionTestQuery", "SELECT 1", List.of("'SELECT 1'", "isValid", "remove")),
            new Refused("metricRegistry", "x.Y", List.of("snapshot()", "remove")),
            new Refused("healthCheckRegistry", "x.Y", List.of("snapshot()")),
            new Refused("threadFactory", "x.Y", List.of("remove")),
            new Refused("scheduledExecutor", "x.Y", List.of("remove")),
            new Refused("exceptionOverrideClassName", "x.Y", List.of("SQLState", "remove")),
            new Refused("dataSourceJNDI", "java:/x", List.of("jdbcUrl")),
            new Refused("catalog", "postgres", List.of("URL")),
            new Refused("registerMbeans", "true", List.of("snapshot()")),
            new Refused("driverClassName", "no.such.Driver", List.of("no.such.Driver", "class path")),
            new Refused("driverClassName", "java.lang.String", List.of("no JDBC driver")),
            new Refused("maxLifetime", "1500", List.of("1500 ms", "whole seconds", "2s")),
            new Refused("keepaliveTime", "soon", List.of("'soon'", "30s", "milliseconds")),
            new Refused("leakDetectionThreshold", "99999999999999999", List.of("too long", "shorter")),
            new Refused("loginTimeout", "1500ms", List.of("1500 ms", "whole seconds")),
            new Refused("maximumPoolSize", "many", List.of("'many'", "whole number")),
            new Refused("order", "random", List.of("'random'", "lifo, fifo")),
            new Refused("strictCommit", "yes", List.of("'yes'", "true nor false")),
            new Refused("maximumPoolsize", "5", List.of("did you mean maximumPoolSize?")),
            new Refused("dataSource.sslpassword", "hunter2;x", List.of("semicolon")),
            new Refused("logWriter", "x", List.of("no property of that name")),
            new Refused("", "x", List.of("no property of that name")));

    private static Properties file(String text) throws Exception {
        var properties = new Properties();
        properties.load(new StringReader(text));
        return properties;
    }

    private static String login() {
        return "jdbcUrl=" + TestPostgres.url() + "\nusername=" + TestPostgres.USER + "\npassword="
                + TestPostgres.PASSWORD + "\n";
    }

    @Test
    void a_pasted_file_of_hikari_works_as_it_is() throws Exception {
        var pasted = file(login() + """
                driverClassName=org.postgresql.Driver
                dataSource.prepareThreshold=0
                autoCommit=true
                connectionTimeout=20000
                idleTimeout=600000
                keepaliveTime=30000
                maxLifetime=1800000
                minimumIdle=1
                maximumPoolSize=3
                poolName=pasted
                initializationFailTimeout=1
                isolateInternalQueries=false
                allowPoolSuspension=true
                readOnly=false
                registerMbeans=false
                connectionInitSql=SET work_mem TO '5MB'
                transactionIsolation=TRANSACTION_REPEATABLE_READ
                validationTimeout=5000
                leakDetectionThreshold=60000
                schema=pg_catalog
                """);
        try (var source = PooledDataSource.of(pasted);
                var connection = source.getConnection()) {
            assertEquals("pasted", Lease.one(connection, "SHOW application_name"));
            assertEquals("5MB", Lease.one(connection, "SHOW work_mem"));
            assertEquals("pg_catalog", connection.getSchema());
            assertEquals(Connection.TRANSACTION_REPEATABLE_READ, connection.getTransactionIsolation());
        }
    }

    @Test
    void by_class_name_with_the_drivers_own_properties() throws Exception {
        var pasted = file("dataSourceClassName=org.postgresql.ds.PGSimpleDataSource\ndataSource.user="
                + TestPostgres.USER + "\ndataSource.password=" + TestPostgres.PASSWORD
                + "\ndataSource.databaseName=postgres\ndataSource.serverName=127.0.0.1\ndataSource.portNumber="
                + TestPostgres.port());
        pasted.put("maximumPoolSize", 1);
        try (var source = PooledDataSource.of(pasted);
                var connection = source.getConnection()) {
            assertEquals(TestPostgres.USER, Lease.one(connection, "SELECT current_user"));
        }
    }

    @Test
    void our_own_names_and_units_work_too() throws Exception {
        var own = file("connectionURL=" + TestPostgres.url() + "\nuserName=" + TestPostgres.USER + "\npassword="
                + TestPostgres.PASSWORD
                + "\nminimumIdle=0\noverflow=1\nmaximumPoolSize=1\nmaxWaiting=0\nconnectionTimeout=2s\nidleTimeout=PT1M"
                + "\nhousekeepingPeriod=1m\norder=fifo\nmaxLifetime=1h\ntrustWindow=1s\nstatementTimeout=7\n");
        try (var source = PooledDataSource.of(own);
                var one = source.getConnection();
                var other = source.getConnection()) {
            assertEquals("7s", Lease.one(one, "SHOW statement_timeout"));
            assertEquals("1", Lease.one(other, "SELECT 1"));
            var refused = assertThrows(SQLException.class, source::getConnection);
            assertTrue(refused.getMessage().contains("maxWaiting 0"), refused::getMessage);
        }
    }

    @TestFactory
    Stream<DynamicTest> what_cannot_be_used_is_refused_by_name() {
        return REFUSED.stream()
                .map(one -> DynamicTest.dynamicTest(one.name() + "=" + one.value(), () -> {
                    var properties = new Properties();
                    properties.setProperty(one.name(), one.value());
                    var refused = assertThrows(ConfigException.class, () -> PooledDataSource.of(properties));
                    assertEquals(one.name(), refused.property());
                    one.says().forEach(words -> assertTrue(refused.getMessage().contains(words), refused::getMessage));
                    assertFalse(refused.getMessage().contains("hunter2"), refused::getMessage);
                }));
    }

    @Test
    void what_is_said_twice_is_refused() throws Exception {
        var twice = file("username=a\nuserName=b\n");
        var refused = assertThrows(ConfigException.class, () -> PooledDataSource.of(twice));
        assertTrue(refused.getMessage().contains("username: says the same as userName"), refused::getMessage);
        var secret = new Properties();
        secret.put("password", "hunter2".toCharArray());
        assertEquals(
                "password: is an object, not text: write its value as text, or remove it",
                assertThrows(ConfigException.class, () -> PooledDataSource.of(secret))
                        .getMessage());
    }

    @Test
    void a_start_that_must_succeed_fails_and_leaves_nothing_behind() throws Exception {
        var wrong = file(login() + "initializationFailTimeout=1\npoolName=refused-start\n");
        wrong.setProperty("password", "hunter2");
        var refused = assertThrows(SQLException.class, () -> PooledDataSource.of(wrong));
        assertEquals("28P01", refused.getSQLState());
        assertFalse(refused.toString().contains("hunter2"), refused::toString);
        Until.holds(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("refused-start")));
    }

    // ---- one URL ----

    @Test
    void one_url_says_all() throws Exception {
        var url = TestPostgres.url()
                + "?pool.maximumPoolSize=1&ApplicationName=from-the-url&pool.maxWaiting=0&pool.poolName=of%20a%20url";
        try (var source = PooledDataSource.builder()
                        .url(url)
                        .user(TestPostgres.USER)
                        .password(TestPostgres.PASSWORD)
                        .build();
                var connection = source.getConnection()) {
            assertEquals("1", Lease.one(connection, "SELECT 1"));
            var refused = assertThrows(SQLException.class, source::getConnection);
            assertTrue(refused.getMessage().startsWith("of a url: "), refused::getMessage);
        }
    }

    @Test
    void the_rest_of_a_url_stays_with_the_driver() {
        var cases = List.of(
                List.of("jdbc:p://h/d", "jdbc:p://h/d"),
                List.of("jdbc:p://h/d?pool.order=fifo", "jdbc:p://h/d"),
                List.of("jdbc:p://h/d?pool.order=fifo&a=b", "jdbc:p://h/d?a=b"),
                List.of("jdbc:p://h/d?a=b&pool.order=fifo", "jdbc:p://h/d?a=b"),
                List.of("jdbc:p://h/d?a=b&pool.order=fifo&c=d", "jdbc:p://h/d?a=b&c=d"),
                List.of("jdbc:p://h/d?pool.order=fifo&pool.overflow=1&c=d", "jdbc:p://h/d?c=d"),
                List.of("jdbc:p://h/d?mypool.x=1", "jdbc:p://h/d?mypool.x=1"),
                List.of("jdbc:h2:mem:x;pool.order=fifo;MODE=PostgreSQL", "jdbc:h2:mem:x;MODE=PostgreSQL"));
        cases.forEach(one -> assertEquals(one.get(1), PoolUrl.driverPart(one.get(0))));
    }

    @Test
    void what_a_url_cannot_say_is_refused_by_name() {
        var cases = List.of(
                List.of("pool.maximunPoolSize=5", "maximunPoolSize: ", "did you mean maximumPoolSize?"),
                List.of("pool.password=hunter2", "password: ", "does not belong into a URL"),
                List.of("pool.driverProperties=sslpassword=hunter2", "driverProperties: ", "does not belong"),
                List.of("pool.connectionTimeout", "connectionTimeout: ", "no value"),
                List.of("pool.connectionTimeout=2x", "connectionTimeout: ", "'2x' is no time"),
                List.of("pool.order=%zz", "order: ", "%25"),
                List.of("pool.order=fifo&pool.order=lifo", "order: ", "twice"));
        cases.forEach(one -> {
            var refused = assertThrows(
                    ConfigException.class,
                    () -> PooledDataSource.builder().url(TestPostgres.url() + "?" + one.get(0)),
                    one.get(0));
            assertTrue(refused.getMessage().startsWith(one.get(1)), refused::getMessage);
            assertTrue(refused.getMessage().contains(one.get(2)), refused::getMessage);
            assertFalse(refused.getMessage().contains("hunter2"), refused::getMessage);
        });
    }
}
