package dev.berth.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.Obligation;
import jakarta.annotation.Resource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.as.arquillian.api.ServerSetup;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The server's pool over the adapter: full, and with two users. */
@ExtendWith(ArquillianExtension.class)
@ServerSetup(StandaloneAdapter.class)
@Obligation({2, 31, 69, 96})
class PoolIT {

    @Deployment
    static WebArchive application() {
        return Deployments.application(PoolIT.class);
    }

    @Resource(lookup = "java:/jdbc/one")
    private DataSource one;

    /** At most two connections, 700 ms to wait for one. */
    @Resource(lookup = "java:/jdbc/small")
    private DataSource small;

    /** Used by one test only. */
    @Resource(lookup = "java:/jdbc/untouched")
    private DataSource untouched;

    private final Database bank = Database.bank();

    // ---- full ----

    @Test
    void a_full_pool_fails_as_transient() throws Exception {
        try (var first = small.getConnection();
                var second = small.getConnection()) {
            assertNotNull(first);
            assertNotNull(second);
            assertThrows(
                    SQLTransientConnectionException.class,
                    () -> small.getConnection().close());
        }
    }

    @Test
    void a_full_pool_lets_a_borrower_wait_and_not_for_ever() throws Exception {
        try (var first = small.getConnection();
                var second = small.getConnection()) {
            assertNotNull(first);
            assertNotNull(second);
            long start = System.nanoTime();
            assertThrows(SQLException.class, () -> small.getConnection().close());
            var waited = Duration.ofNanos(System.nanoTime() - start);
            assertTrue(waited.toMillis() >= 600 && waited.toSeconds() < 5, "waited " + waited);
        }
    }

    @Test
    void a_waiting_borrower_gets_what_is_returned() throws Exception {
        var borrowed = new CountDownLatch(1);
        var workers = Executors.newSingleThreadExecutor();
        try (var first = small.getConnection();
                var second = small.getConnection()) {
            assertNotNull(first);
            int returned = Notes.backend(second);
            var waiting = workers.submit(() -> {
                borrowed.countDown();
                return Notes.backend(small);
            });
            borrowed.await();
            second.close();
            assertEquals(returned, waiting.get(10, TimeUnit.SECONDS));
        } finally {
            workers.shutdownNow();
        }
    }

    // ---- two users ----

    private Connection teller(DataSource source) throws SQLException {
        return source.getConnection(Database.TELLER, bank.tellerPassword());
    }

    @Test
    void a_borrow_for_a_user_is_that_user() throws Exception {
        try (var connection = teller(one)) {
            assertEquals(Database.TELLER, Notes.value(connection, "select current_user"));
        }
    }

    @Test
    void users_never_get_each_others_connections() throws Exception {
        for (int i = 0; i < 5; i++) {
            try (var connection = teller(one)) {
                assertEquals(Database.TELLER, Notes.value(connection, "select current_user"));
            }
            try (var connection = one.getConnection()) {
                assertEquals(bank.user(), Notes.value(connection, "select current_user"));
            }
        }
    }

    /** A server may fall back on the pool's first request where none is given: so there must always be one. */
    @Test
    void a_first_borrow_for_another_user_decides_nothing() throws Exception {
        teller(untouched).close();
        try (var connection = untouched.getConnection()) {
            assertEquals(bank.user(), Notes.value(connection, "select current_user"));
        }
    }

    @Test
    void a_user_with_a_wrong_password_is_refused() {
        assertThrows(
                SQLInvalidAuthorizationSpecException.class,
                () -> one.getConnection(Database.TELLER, "guessed").close());
    }

    @Test
    void a_wrong_password_is_not_repeated_in_the_failure() {
        var failure = assertThrows(
                SQLException.class,
                () -> one.getConnection(Database.TELLER, "guessed-4711").close());
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            assertFalse(String.valueOf(cause.getMessage()).contains("guessed-4711"), cause.toString());
        }
    }

    @Test
    void the_known_user_with_a_wrong_password_gets_no_pooled_connection() throws Exception {
        teller(one).close();
        assertThrows(
                SQLException.class,
                () -> one.getConnection(Database.TELLER, "guessed").close());
    }
}
