package dev.berth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** PgBouncer itself, under a plain driver: what its clients share shows in which way it pools. */
@Timeout(60)
class PgBouncerTest {

    private static final Map<String, String> ONE_SESSION = Map.of("pool_mode", "transaction", "default_pool_size", "1");

    /** As a statement of an application: parsed on the server, under a name after prepareThreshold executions. */
    private static String prepared(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT ?::int + 1")) {
            statement.setInt(1, 1);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }

    @Test
    void clients_share_one_session_and_its_settings_in_transaction_mode() throws Exception {
        try (var bouncer = PgBouncer.start(TestPostgres.port(), ONE_SESSION);
                var one = bouncer.plain("");
                var other = bouncer.plain("")) {
            assertEquals(Lease.backend(one), Lease.backend(other));
            Lease.run(one, "SET search_path = leaked");
            assertEquals("leaked", Lease.one(other, "SHOW search_path"));
        }
    }

    @Test
    void each_client_has_a_session_of_its_own_in_session_mode() throws Exception {
        try (var bouncer = PgBouncer.start("session");
                var one = bouncer.plain("");
                var other = bouncer.plain("")) {
            assertNotEquals(Lease.backend(one), Lease.backend(other));
            assertEquals(2, bouncer.column("SHOW SERVERS", 1).size());
        }
    }

    @Test
    void a_transaction_of_several_statements_is_refused_in_statement_mode() throws Exception {
        try (var bouncer = PgBouncer.start("statement");
                var one = bouncer.plain("")) {
            assertEquals("1", Lease.one(one, "SELECT 1"));
            one.setAutoCommit(false);
            var refused = assertThrows(SQLException.class, () -> Lease.one(one, "SELECT 1"));
            assertEquals("08P01", refused.getSQLState());
        }
    }

    @Test
    void a_statement_prepared_on_the_server_meets_that_of_another_client_in_transaction_mode() throws Exception {
        try (var bouncer = PgBouncer.start(TestPostgres.port(), ONE_SESSION);
                var one = bouncer.plain("?prepareThreshold=1");
                var other = bouncer.plain("?prepareThreshold=1")) {
            assertEquals("2", prepared(one));
            var exists = assertThrows(SQLException.class, () -> prepared(other));
            assertEquals("42P05", exists.getSQLState());
        }
        try (var bouncer = PgBouncer.start(TestPostgres.port(), ONE_SESSION);
                var one = bouncer.plain("?prepareThreshold=0");
                var other = bouncer.plain("?prepareThreshold=0")) {
            assertEquals("2", prepared(one));
            assertEquals("2", prepared(other));
        }
    }
}
