package dev.berth.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.Fakes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a dialect can do that knows JDBC alone. */
class JdbcSessionTest {

    private final Dialect dialect = new StandardDialect();

    private static SessionSetup setup(String role, Duration statementTimeout) {
        return new SessionSetup(null, role, false, null, statementTimeout, null, null);
    }

    @Test
    void a_session_is_set_up_by_the_setters() throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:h2:mem:")) {
            connection.createStatement().execute("CREATE SCHEMA S");
            dialect.apply(
                    connection,
                    new SessionSetup(
                            "S", null, true, Connection.TRANSACTION_SERIALIZABLE, Duration.ZERO, "app", "SET @X 5"));
            assertEquals("S", connection.getSchema());
            assertEquals(Connection.TRANSACTION_SERIALIZABLE, connection.getTransactionIsolation());
            try (var answer = connection.createStatement().executeQuery("SELECT @X")) {
                answer.next();
                assertEquals(5, answer.getInt(1));
            }
        }
    }

    @Test
    void nothing_is_called_for_nothing() throws Exception {
        var calls = new ArrayList<Fakes.Call>();
        dialect.apply(Fakes.recording(Connection.class, calls), SessionSetup.NONE);
        assertEquals(List.of(), calls);
        dialect.apply(
                Fakes.recording(Connection.class, calls),
                new SessionSetup(null, null, true, null, Duration.ZERO, null, null));
        assertEquals("setReadOnly", calls.get(0).method().getName());
    }

    @Test
    void what_jdbc_does_not_have_is_refused_by_name() {
        var connection = Fakes.of(Connection.class, Map.of());
        for (var setup : List.of(setup("r", Duration.ZERO), setup(null, Duration.ofSeconds(1)))) {
            var refused = assertThrows(SQLFeatureNotSupportedException.class, () -> dialect.apply(connection, setup));
            assertEquals("0A000", refused.getSQLState());
            assertTrue(
                    refused.getMessage().contains(setup.role() == null ? "statementTimeout" : "role"),
                    refused.getMessage());
        }
    }

    @Test
    void it_knows_of_no_traces_and_cannot_discard() throws Exception {
        var connection = Fakes.of(Connection.class, Map.of());
        assertEquals(Set.of(), dialect.traces("SET x = 1"));
        dialect.reset(connection, EnumSet.allOf(Trace.class), SessionSetup.NONE);
        assertFalse(dialect.knowsSessions());
        assertThrows(SQLFeatureNotSupportedException.class, () -> dialect.discard(connection, SessionSetup.NONE));
    }

    @Test
    void the_check_is_that_of_jdbc_with_a_bound() {
        var seconds = new ArrayList<Object>();
        var rolledBack = new ArrayList<String>();
        var connection = Fakes.of(
                Connection.class,
                Map.of(
                        "isValid",
                        (proxy, method, arguments) -> seconds.add(arguments[0]),
                        "getAutoCommit",
                        (proxy, method, arguments) -> false,
                        "rollback",
                        (proxy, method, arguments) -> rolledBack.add("back") ? null : null));
        assertEquals(Health.ALIVE, dialect.check(connection, Duration.ZERO, true));
        assertEquals(Health.ALIVE, dialect.check(connection, Duration.ofMillis(1001), false));
        assertEquals(List.of(1, 2), seconds);
        assertEquals(2, rolledBack.size());
    }

    @Test
    void a_check_that_fails_is_a_dead_session() {
        for (var failure : List.of(new SQLException("gone"), new IllegalStateException("odd"))) {
            var connection = Fakes.of(Connection.class, Map.of("isValid", (proxy, method, arguments) -> {
                throw failure;
            }));
            assertEquals(Health.DEAD, dialect.check(connection, Duration.ofSeconds(1), false));
        }
        assertEquals(Health.DEAD, dialect.check(Fakes.of(Connection.class, Map.of()), Duration.ofSeconds(1), false));
    }

    @Test
    void it_knows_of_no_servers() throws Exception {
        var connection = Fakes.of(Connection.class, Map.of());
        assertFalse(dialect.standby(connection));
        assertFalse(dialect.wantsPrimary("jdbc:x", Map.of()));
        assertEquals(Optional.empty(), dialect.weakTls("jdbc:x", Map.of(), null));
        assertEquals(Optional.empty(), dialect.budget(connection));
        assertEquals(List.of(), dialect.troubleAtStart(connection, SessionSetup.NONE, true));
        assertEquals(Set.of(), dialect.urlProperties("jdbc:x?a=b"));
        assertTrue(dialect.refusedWrite(new SQLException("read only", "25006")));
    }

    @Test
    void a_setup_that_cannot_be_is_refused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new SessionSetup(null, null, false, 3, Duration.ZERO, null, null));
        assertThrows(IllegalArgumentException.class, () -> setup(null, Duration.ofMillis(-1)));
    }
}
