package dev.berth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.pool.FlushMode;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The pool of Java SE over a real database. */
class PooledDataSourceTest {

    private static PoolBuilder builder() {
        return PooledDataSource.builder()
                .url(TestPostgres.url())
                .user(TestPostgres.USER)
                .password(TestPostgres.PASSWORD)
                .maximumPoolSize(2)
                .minimumIdle(0)
                .connectionTimeout(Duration.ofSeconds(5));
    }

    @Test
    void five_lines_are_enough() throws Exception {
        try (var source = builder().build();
                var connection = source.getConnection()) {
            assertEquals("1", Lease.one(connection, "SELECT 1"));
        }
    }

    @Test
    void with_a_trust_window_of_zero_each_borrow_asks() throws Exception {
        try (var cable = SwitchedCable.to(TestPostgres.port());
                var source = builder()
                        .url("jdbc:postgresql://127.0.0.1:" + cable.port() + "/postgres")
                        .property("trustWindow", "0")
                        .build()) {
            source.getConnection().close();
            long before = cable.flights();
            for (int i = 0; i < 100; i++) { // many of them before the borrows' clock moves
                source.getConnection().close();
            }
            assertEquals(100, cable.flights() - before);
        }
    }

    @Test
    void connections_come_back_clean_and_are_lent_again() throws Exception {
        try (var source = builder().build()) {
            int first;
            try (var connection = source.getConnection()) {
                first = Lease.backend(connection);
                connection.setAutoCommit(false);
                Lease.run(connection, "SET search_path TO pg_catalog", "CREATE TEMP TABLE left_behind(i int)");
            }
            try (var connection = source.getConnection()) {
                assertEquals(first, Lease.backend(connection));
                assertTrue(connection.getAutoCommit());
                assertEquals("\"$user\", public", Lease.one(connection, "SHOW search_path"));
                assertEquals("0", Lease.one(connection, "SELECT count(*) FROM pg_class WHERE relname = 'left_behind'"));
            }
        }
    }

    @Test
    void who_finds_none_is_told_as_jdbc_has_it() throws Exception {
        try (var source = builder()
                        .property("poolName", "small")
                        .connectionTimeout(Duration.ofSeconds(2))
                        .build();
                var one = source.getConnection();
                var other = source.getConnection()) {
            var refused = assertThrows(SQLTransientConnectionException.class, source::getConnection);
            assertEquals("53300", refused.getSQLState());
            assertTrue(refused.getMessage().contains("small: no connection within"), refused::getMessage);
            assertNotEquals(Lease.backend(one), Lease.backend(other));
        }
    }

    @Test
    void a_dead_one_is_replaced_before_it_is_lent() throws Exception {
        try (var source = builder().property("trustWindow", "0").build()) {
            int first;
            try (var connection = source.getConnection()) {
                first = Lease.backend(connection);
            }
            TestPostgres.endBackend(first);
            try (var connection = source.getConnection()) {
                assertNotEquals(first, Lease.backend(connection));
            }
            assertEquals(1, source.snapshot().opened(), "underneath: the pool has not noticed");
        }
    }

    @Test
    void a_wrong_password_is_told_at_once_and_a_wrong_setting_when_it_is_built() throws Exception {
        try (var source = builder().password("wrong").build()) {
            var refused = assertThrows(SQLInvalidAuthorizationSpecException.class, source::getConnection);
            assertEquals("28P01", refused.getSQLState());
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> builder().maximumPoolSize(0).build());
        assertThrows(IllegalArgumentException.class, () -> builder().property("noSuch", "x"));
        var refused = assertThrows(
                SQLException.class, () -> builder().property("reset", "never").build());
        assertTrue(refused.getMessage().contains("reset: 'never'"), refused::getMessage);
    }

    @Test
    void users_are_never_mixed() throws Exception {
        try (var source = builder().build();
                var usual = source.getConnection();
                var other = source.getConnection(TestPostgres.OTHER_USER, TestPostgres.OTHER_PASSWORD)) {
            assertEquals(TestPostgres.USER, Lease.one(usual, "SELECT current_user"));
            assertEquals(TestPostgres.OTHER_USER, Lease.one(other, "SELECT current_user"));
        }
    }

    @Test
    void a_closed_pool_lends_nothing_and_leaves_no_session() throws Exception {
        var source =
                builder().property("poolName", "closed-pool").minimumIdle(2).build();
        Until.equal(2, () -> source.snapshot().idle());
        source.flush(FlushMode.IDLE);
        source.close();
        assertInstanceOf(
                SQLNonTransientConnectionException.class, assertThrows(SQLException.class, source::getConnection));
        Until.equal(
                List.of(),
                () -> TestPostgres.column("SELECT pid FROM pg_stat_activity WHERE application_name = 'closed-pool'"));
    }
}
