package dev.berth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.CommException;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ResourceAllocationException;
import jakarta.resource.spi.RetryableUnavailableException;
import jakarta.resource.spi.SecurityException;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each wrong value names the property, the value (never a secret), the rule, and what to do. */
@Obligation({78, 95})
class BadInputTest {

    private record Case(
            String name, Consumer<JdbcManagedConnectionFactory> change, String property, List<String> says) {}

    private static final List<Case> CASES = List.of(
            new Case("no url", f -> f.setConnectionURL(null), "connectionURL", List.of("missing", "jdbc:postgresql:")),
            new Case("not jdbc", f -> f.setConnectionURL("http://x"), "connectionURL", List.of("http://x", "jdbc:")),
            new Case(
                    "no driver",
                    f -> f.setConnectionURL("jdbc:nosuch://h/d"),
                    "connectionURL",
                    List.of("no JDBC driver", "jdbc:nosuch://h/d", "org.postgresql.Driver")),
            new Case(
                    "password in the url",
                    f -> f.setConnectionURL("jdbc:postgresql://h/d?user=u&password=hunter2"),
                    "connectionURL",
                    List.of("password=***", "property password")),
            new Case("password without user", f -> f.setUserName(null), "userName", List.of("missing")),
            new Case(
                    "unknown driver property",
                    f -> f.setDriverProperties("applicationname=x"),
                    "driverProperties",
                    List.of("applicationname", "did you mean ApplicationName?")),
            new Case(
                    "not a pair",
                    f -> f.setDriverProperties("ssl"),
                    "driverProperties",
                    List.of("'ssl'", "name=value")),
            new Case(
                    "twice",
                    f -> f.setDriverProperties("ssl=true;ssl=false"),
                    "driverProperties",
                    List.of("ssl", "twice")),
            new Case(
                    "password among them",
                    f -> f.setDriverProperties("password=hunter2"),
                    "driverProperties",
                    List.of("use the property password")),
            new Case("negative", f -> f.setLoginTimeout(-1), "loginTimeout", List.of("-1", "1", "3600", "seconds")),
            new Case("zero", f -> f.setValidationTimeout(0), "validationTimeout", List.of("0", "seconds")),
            new Case(
                    "no such level",
                    f -> f.setTransactionLevel("xa"),
                    "transactionLevel",
                    List.of("'xa'", "XATransaction", "LocalTransaction")),
            new Case(
                    "no xa there",
                    f -> {
                        f.setConnectionURL("jdbc:h2:mem:x");
                        f.setTransactionLevel("XATransaction");
                    },
                    "transactionLevel",
                    List.of("dataSourceClass", "LocalTransaction")),
            new Case(
                    "no such timeout",
                    f -> f.setTransactionTimeout("client"),
                    "transactionTimeout",
                    List.of("'client'", "off", "server")),
            new Case("no such dialect", f -> f.setDialect("oracle"), "dialect", List.of("'oracle'", "postgresql")),
            new Case(
                    "no such class",
                    f -> f.setDataSourceClass("com.example.Missing"),
                    "dataSourceClass",
                    List.of("com.example.Missing", "beside the adapter")),
            new Case(
                    "no data source",
                    f -> {
                        f.setConnectionURL(null);
                        f.setDataSourceClass("java.util.ArrayList");
                    },
                    "dataSourceClass",
                    List.of("java.util.ArrayList", "XADataSource")),
            new Case(
                    "unknown bean property",
                    f -> {
                        f.setDataSourceClass("org.postgresql.xa.PGXADataSource");
                        f.setDriverProperties("aplicationName=x");
                    },
                    "driverProperties",
                    List.of("aplicationName", "did you mean applicationName?")),
            new Case(
                    "bean property of another type",
                    f -> {
                        f.setDataSourceClass("org.postgresql.xa.PGXADataSource");
                        f.setDriverProperties("prepareThreshold=many");
                    },
                    "driverProperties",
                    List.of("prepareThreshold", "int")));

    @TestFactory
    Stream<DynamicTest> rejected_before_anything_is_opened() {
        return CASES.stream()
                .map(wrong -> DynamicTest.dynamicTest(wrong.name(), () -> {
                    var factory = TestPostgres.factory();
                    wrong.change().accept(factory);
                    var refused = assertThrows(InvalidPropertyException.class, factory::createConnectionFactory);
                    assertTrue(refused.getMessage().startsWith(wrong.property() + ": "), refused::getMessage);
                    wrong.says()
                            .forEach(words -> assertTrue(refused.getMessage().contains(words), refused::getMessage));
                    assertFalse(all(refused).contains("hunter2"), "a secret shows");
                    assertFalse(all(refused).contains(TestPostgres.PASSWORD), "a secret shows");
                }));
    }

    @Test
    @Obligation(69)
    void a_wrong_password_is_a_security_exception_without_the_password() throws Exception {
        var factory = TestPostgres.factory();
        factory.setPassword("wr0ng-s3cr3t");
        var refused = assertThrows(SecurityException.class, () -> factory.createManagedConnection(null, null));
        assertEquals("28P01", refused.getErrorCode());
        assertTrue(refused.getMessage().contains(TestPostgres.USER), refused::getMessage);
        assertFalse(all(refused).contains("wr0ng"), "a secret shows");
        var sql = assertThrows(
                SQLInvalidAuthorizationSpecException.class,
                () -> ((DataSource) factory.createConnectionFactory()).getConnection());
        assertEquals("28P01", sql.getSQLState());
        assertFalse(all(sql).contains("wr0ng"), "a secret shows");
    }

    @Test
    @Obligation(96)
    void a_closed_port_is_a_comm_exception_and_to_the_application_a_transient_one() throws Exception {
        int closed;
        try (var socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        var factory = TestPostgres.factory();
        factory.setConnectionURL("jdbc:postgresql://127.0.0.1:" + closed + "/x");
        var refused = assertThrows(CommException.class, () -> factory.createManagedConnection(null, null));
        assertEquals("08001", refused.getErrorCode());
        assertTrue(refused.getMessage().contains("127.0.0.1:" + closed), refused::getMessage);
        var sql = assertThrows(
                SQLTransientConnectionException.class,
                () -> ((DataSource) factory.createConnectionFactory()).getConnection());
        assertEquals("08001", sql.getSQLState());
        assertInstanceOf(ResourceException.class, sql.getCause());
    }

    @Test
    void a_server_that_accepts_and_says_nothing_is_given_up_after_the_login_timeout() throws Exception {
        try (var silent = new ServerSocket(0)) {
            var factory = TestPostgres.factory();
            factory.setConnectionURL("jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/x");
            factory.setLoginTimeout(1);
            assertThrows(ResourceException.class, () -> factory.createManagedConnection(null, null));
        }
    }

    @Test
    @Obligation(95)
    void each_kind_of_failure_has_its_exception_its_sqlstate_and_its_cause() {
        for (var expected : List.of(
                List.of("28000", SecurityException.class),
                List.of("08006", CommException.class),
                List.of("57P01", CommException.class),
                List.of("57P03", RetryableUnavailableException.class),
                List.of("53300", ResourceAllocationException.class),
                List.of("3D000", jakarta.resource.spi.EISSystemException.class))) {
            var cause = new SQLException("no", (String) expected.get(0));
            var failure = dev.berth.managed.ResourceFailures.of("Trying", cause);
            assertInstanceOf((Class<?>) expected.get(1), failure);
            assertEquals(expected.get(0), failure.getErrorCode());
            assertSame(cause, failure.getCause());
        }
    }

    @Test
    void a_missing_variable_or_file_is_named() throws Exception {
        for (var placeholder : List.of("${env:BERTH_NO_SUCH_VARIABLE}", "${file:/no/such/file}")) {
            var factory = TestPostgres.factory();
            factory.setPassword(placeholder);
            factory.createConnectionFactory();
            var refused =
                    assertThrows(InvalidPropertyException.class, () -> factory.createManagedConnection(null, null));
            assertTrue(refused.getMessage().startsWith("password: "), refused::getMessage);
            assertTrue(refused.getMessage().contains(placeholder), refused::getMessage);
        }
    }

    private static String all(Throwable failure) {
        var text = new java.io.StringWriter();
        failure.printStackTrace(new java.io.PrintWriter(text));
        return text.toString();
    }
}
