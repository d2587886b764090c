package dev.berth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.resource.ResourceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What every user of a session starts with, the second too. */
class SessionDefaultsTest {

    private record Default(Consumer<JdbcManagedConnectionFactory> change, String probe, String expected, String mess) {}

    private static final Map<String, Default> DEFAULTS = Map.of(
            "schema",
            new Default(
                    f -> f.setSchema("defaults_a, public"),
                    "SHOW search_path",
                    "defaults_a, public",
                    "SET search_path = x"),
            "role",
            new Default(f -> f.setRole("defaults_worker"), "SELECT current_user", "defaults_worker", "RESET ROLE"),
            "readOnly",
            new Default(
                    f -> f.setReadOnly(true),
                    "SHOW transaction_read_only",
                    "on",
                    "SET default_transaction_read_only = off"),
            "transactionIsolation",
            new Default(
                    f -> f.setTransactionIsolation("REPEATABLE_READ"),
                    "SHOW transaction_isolation",
                    "repeatable read",
                    "SET default_transaction_isolation = 'serializable'"),
            "statementTimeout",
            new Default(f -> f.setStatementTimeout(42), "SHOW statement_timeout", "42s", "SET statement_timeout = 1"),
            "connectionInitSql",
            new Default(
                    f -> f.setConnectionInitSql("SET TimeZone = 'Pacific/Apia'; SET lock_timeout = 777"),
                    "SELECT current_setting('TimeZone') || current_setting('lock_timeout')",
                    "Pacific/Apia777ms",
                    "RESET ALL"),
            "applicationName",
            new Default(
                    f -> {
                        f.setApplicationName("the application");
                        f.setPoolName("the pool");
                    },
                    "SELECT application_name FROM pg_stat_activity WHERE pid = pg_backend_pid()",
                    "the application",
                    "SET application_name = 'x'"),
            "poolName",
            new Default(
                    f -> f.setPoolName("the pool"), "SHOW application_name", "the pool", "SET application_name = 'x'"),
            "nothing at all",
            new Default(f -> {}, "SHOW application_name", "berth:postgres", "SET application_name = 'x'"));

    @BeforeAll
    static void objects() {
        TestPostgres.asSuperuser(
                "CREATE ROLE defaults_worker",
                "GRANT defaults_worker TO " + TestPostgres.USER,
                "CREATE SCHEMA defaults_a",
                "GRANT USAGE ON SCHEMA defaults_a TO PUBLIC");
    }

    @TestFactory
    Stream<DynamicTest> every_user_starts_with_them() {
        return Stream.of("settings", "session", "discard")
                .flatMap(reset -> DEFAULTS.entrySet().stream()
                        .map(one -> DynamicTest.dynamicTest(
                                one.getKey() + ", reset " + reset, () -> holds(reset, one.getValue()))));
    }

    private static void holds(String reset, Default one) throws Exception {
        var factory = TestPostgres.factory();
        factory.setReset(reset);
        one.change().accept(factory);
        try (var lease = new Lease(factory)) {
            try (var first = lease.handle()) {
                assertEquals(one.expected(), Lease.one(first, one.probe()));
                if (!reset.equals("settings")) {
                    Lease.run(first, one.mess());
                }
            }
            lease.managed.cleanup();
            try (var second = lease.handle()) {
                assertEquals(one.expected(), Lease.one(second, one.probe()));
            }
        }
    }

    @Test
    void jdbc_can_change_them_and_the_next_user_has_them_again() throws Exception {
        var factory = TestPostgres.factory();
        factory.setSchema("defaults_a, public");
        factory.setTransactionIsolation("SERIALIZABLE");
        factory.setApplicationName("as configured");
        try (var lease = new Lease(factory)) {
            try (var first = lease.handle()) {
                assertEquals(Connection.TRANSACTION_SERIALIZABLE, first.getTransactionIsolation());
                first.setSchema("public");
                first.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
                first.setClientInfo("ApplicationName", "other");
            }
            lease.managed.cleanup();
            try (var second = lease.handle()) {
                assertEquals("defaults_a, public", Lease.one(second, "SHOW search_path"));
                assertEquals(Connection.TRANSACTION_SERIALIZABLE, second.getTransactionIsolation());
                assertEquals("as configured", second.getClientInfo("ApplicationName"));
            }
        }
    }

    @Test
    void what_is_read_only_refuses_writes_and_suspects_no_standby() throws Exception {
        var factory = TestPostgres.factory();
        factory.setReadOnly(true);
        try (var said = new Said();
                var lease = new Lease(factory)) {
            try (var handle = lease.handle()) {
                assertTrue(handle.isReadOnly());
                var refused = assertThrows(SQLException.class, () -> Lease.run(handle, "CREATE TABLE no (i int)"));
                assertEquals("25006", refused.getSQLState());
            }
            lease.managed.cleanup();
            assertEquals(List.of(), said.warnings("standby"));
        }
    }

    @Test
    void sql_that_leaves_a_transaction_open_opens_no_connection() throws Exception {
        var factory = TestPostgres.factory();
        factory.setConnectionInitSql("BEGIN; SET LOCAL lock_timeout = 1");
        var refused = assertThrows(ResourceException.class, () -> factory.createManagedConnection(null, null));
        assertEquals("25000", refused.getErrorCode());
        assertTrue(refused.getMessage().contains("connectionInitSql"), refused::getMessage);
    }

    @Test
    void by_jdbc_alone_too() throws Exception {
        var factory = new JdbcManagedConnectionFactory();
        factory.setConnectionURL("jdbc:h2:mem:defaults");
        factory.setConnectionInitSql("CREATE SCHEMA IF NOT EXISTS OTHER");
        factory.setTransactionIsolation("SERIALIZABLE");
        try (var lease = new Lease(factory)) {
            try (var first = lease.handle()) {
                assertEquals(Connection.TRANSACTION_SERIALIZABLE, first.getTransactionIsolation());
                first.setSchema("OTHER");
                first.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            }
            lease.managed.cleanup();
            try (var second = lease.handle()) {
                assertEquals("PUBLIC", second.getSchema());
                assertEquals(Connection.TRANSACTION_SERIALIZABLE, second.getTransactionIsolation());
            }
        }
    }
}
