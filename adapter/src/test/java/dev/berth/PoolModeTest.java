package dev.berth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.pool.PoolMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether connections are kept, and how. */
class PoolModeTest {

    private static PoolBuilder postgres() {
        return PooledDataSource.builder()
                .url(TestPostgres.url())
                .user(TestPostgres.USER)
                .password(TestPostgres.PASSWORD);
    }

    private static PooledDataSource memory() throws SQLException {
        return PooledDataSource.builder()
                .url("jdbc:h2:mem:")
                .connectionTimeout(Duration.ofSeconds(3))
                .build();
    }

    @Test
    void with_none_each_borrow_has_a_session_of_its_own_and_none_is_kept() throws Exception {
        try (var source = postgres().mode(PoolMode.NONE).maximumPoolSize(2).build()) {
            int first = source.withConnection(Lease::backend);
            assertNotEquals(first, source.withConnection(Lease::backend));
            assertEquals(0, source.snapshot().size());
            assertEquals(2, source.snapshot().closed());
            try (var one = source.getConnection();
                    var two = source.getConnection()) {
                var third = CompletableFuture.supplyAsync(() -> backend(source)); // the maximum counts
                Until.equal(1, () -> source.snapshot().waiting());
                one.close();
                third.get(20, TimeUnit.SECONDS);
                assertEquals("1", Lease.one(two, "SELECT 1"));
            }
        }
    }

    private static int backend(PooledDataSource source) {
        try {
            return source.withConnection(Lease::backend);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void a_database_in_memory_without_a_name_is_one_for_all() throws Exception {
        try (var source = memory()) {
            source.withConnection(connection -> {
                Lease.run(connection, "CREATE TABLE kept (i int)", "INSERT INTO kept VALUES (7)");
                return null;
            });
            assertEquals("7", source.withConnection(c -> Lease.one(c, "SELECT i FROM kept")));
            assertEquals(1, source.snapshot().opened());
        }
    }

    @Test
    void whoever_has_the_one_may_borrow_again_and_works_in_the_same_transaction() throws Exception {
        try (var source = memory();
                var outer = source.getConnection()) {
            Lease.run(outer, "CREATE TABLE kept (i int)");
            outer.setAutoCommit(false);
            Lease.run(outer, "INSERT INTO kept VALUES (7)");
            try (var inner = source.getConnection()) {
                assertEquals("7", Lease.one(inner, "SELECT i FROM kept"));
            }
            assertEquals("7", Lease.one(outer, "SELECT i FROM kept"), "the inner one's close ends nothing");
            outer.rollback();
            assertEquals("0", Lease.one(outer, "SELECT count(*) FROM kept"));
            outer.close();
            assertEquals(1, source.snapshot().idle());
            assertEquals(true, source.<Boolean>withConnection(Connection::getAutoCommit));
        }
    }

    @Test
    void others_wait_for_the_one() throws Exception {
        try (var source = memory();
                var mine = source.getConnection()) {
            var other = CompletableFuture.supplyAsync(
                    () -> assertThrows(SQLTransientConnectionException.class, source::getConnection));
            assertTrue(other.get(20, TimeUnit.SECONDS).getMessage().contains("1 lent of 1"));
            assertEquals("1", Lease.one(mine, "SELECT 1"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:h2:mem:,none,STATIC",
        "jdbc:h2:mem:;MODE=PostgreSQL,none,STATIC",
        "jdbc:h2:mem:named,none,POOLED",
        "jdbc:sqlite::memory:,none,STATIC",
        "jdbc:sqlite:,none,STATIC",
        "jdbc:sqlite:file.db,none,POOLED",
        "jdbc:postgresql://host/db,none,POOLED",
        "jdbc:postgresql://host/db,session,NONE",
        "jdbc:postgresql://host/db,transaction,NONE"
    })
    void auto_is_what_the_database_calls_for(String url, String pooler, PoolMode mode) {
        var factory = new JdbcManagedConnectionFactory();
        factory.setConnectionURL(url);
        factory.setPoolerMode(pooler);
        assertEquals(mode, Modes.resolve(PoolMode.AUTO, factory.raw()));
        assertEquals(PoolMode.POOLED, Modes.resolve(PoolMode.POOLED, factory.raw()), "what is said counts");
    }

    @Test
    void what_contradicts_the_mode_is_refused() {
        says(
                "minimumIdle: 1",
                () -> postgres().mode(PoolMode.NONE).minimumIdle(1).build());
        says(
                "maximumPoolSize: 2",
                () -> postgres().mode(PoolMode.STATIC).maximumPoolSize(2).build());
        says(
                "maxLifetime",
                () -> postgres()
                        .mode(PoolMode.STATIC)
                        .property("maxLifetime", "60")
                        .build());
        says("'several' is none of [auto, pooled, none, static]", () -> Modes.of("mode", "several"));
    }

    private static void says(String words, org.junit.jupiter.api.function.Executable call) {
        var refused = assertThrows(IllegalArgumentException.class, call);
        assertTrue(refused.getMessage().contains(words), refused::getMessage);
    }

    @Test
    void autocommit_begins_as_configured_and_what_is_left_open_is_rolled_back() throws Exception {
        try (var source = postgres().autoCommit(false).maximumPoolSize(1).build()) {
            try (var connection = source.getConnection()) {
                assertEquals(false, connection.getAutoCommit());
                Lease.run(connection, "CREATE TABLE not_committed (i int)");
            }
            assertEquals(
                    "0",
                    source.withConnection(
                            c -> Lease.one(c, "SELECT count(*) FROM pg_class WHERE relname = 'not_committed'")));
            assertEquals(
                    false,
                    source.getConnectionAsync().toCompletableFuture().get().getAutoCommit());
        }
    }

    @Test
    void a_setting_in_the_url_is_the_same() throws Exception {
        try (var source = postgres()
                .url(TestPostgres.url() + (TestPostgres.url().contains("?") ? "&" : "?") + "pool.mode=none")
                .build()) {
            source.withConnection(Lease::backend);
            assertEquals(0, source.snapshot().size());
        }
    }
}
