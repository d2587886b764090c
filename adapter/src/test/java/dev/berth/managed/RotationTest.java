package dev.berth.managed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.GivenCredentials;
import dev.berth.JdbcManagedConnectionFactory;
import dev.berth.Lease;
import dev.berth.SwitchedCable;
import dev.berth.TestPostgres;
import dev.berth.Until;
import dev.berth.config.CredentialsProvider.Supplied;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.SecurityException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Credentials that are looked up for each new physical connection, and change. */
class RotationTest {

    private static final int THREADS = 8;
    private static final int ROTATIONS = 6;

    @TempDir
    Path folder;

    @AfterEach
    void back() {
        GivenCredentials.give(GivenCredentials::teller);
    }

    // ---- a file ----

    private void write(String password) throws Exception {
        var fresh = Files.writeString(folder.resolve("fresh"), password + "\n");
        Files.move(fresh, folder.resolve("password"), StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void a_rotation_of_the_password_under_load_loses_no_transaction() throws Exception {
        TestPostgres.asSuperuser(
                "CREATE ROLE rotating LOGIN PASSWORD 'p0'",
                "CREATE TABLE rotated (i bigint)",
                "GRANT ALL ON rotated TO rotating");
        write("p0");
        var committed = new AtomicLong();
        var over = new AtomicBoolean();
        try (var cable = SwitchedCable.to(TestPostgres.port());
                var kept = new Kept(factory -> {
                    factory.setConnectionURL("jdbc:postgresql://127.0.0.1:" + cable.port() + "/postgres");
                    factory.setUserName("rotating");
                    factory.setPassword("${file:" + folder.resolve("password") + "}");
                    factory.setMaxLifetime(1);
                })) {
            var idle = new ArrayBlockingQueue<JdbcManagedConnection>(THREADS);
            for (int i = 0; i < 3; i++) {
                idle.add(kept.open());
            }
            var threads = Executors.newFixedThreadPool(THREADS);
            try {
                var users = IntStream.range(0, THREADS)
                        .mapToObj(i -> threads.submit(user(idle, over, committed)))
                        .toList();
                for (int i = 1; i <= ROTATIONS; i++) {
                    TestPostgres.asSuperuser("ALTER ROLE rotating PASSWORD 'p" + i + "'");
                    long knocks = cable.connections();
                    kept.clock.advance(Duration.ofSeconds(2)); // each connection is to be replaced now
                    long soFar = kept.source.counts().openedCount();
                    Until.holds(() -> cable.connections() > knocks); // somebody has come with the old password
                    write("p" + i);
                    Until.holds(() -> kept.source.counts().openedCount() >= soFar + 3);
                }
                over.set(true);
                for (var user : users) {
                    user.get(30, TimeUnit.SECONDS);
                }
            } finally {
                over.set(true);
                threads.shutdownNow();
            }
            assertTrue(kept.source.counts().replacedCount() >= 3 * ROTATIONS, "not reconnected");
        }
        assertTrue(committed.get() > 100, "only " + committed);
        assertEquals(List.of(Long.toString(2 * committed.get())), TestPostgres.column("SELECT count(*) FROM rotated"));
    }

    private static Callable<Void> user(
            ArrayBlockingQueue<JdbcManagedConnection> idle, AtomicBoolean over, AtomicLong committed) {
        return () -> {
            while (!over.get()) {
                var managed = idle.take();
                try (Connection handle = Kept.handle(managed)) {
                    handle.setAutoCommit(false);
                    Lease.run(handle, "INSERT INTO rotated VALUES (1)", "INSERT INTO rotated VALUES (2)");
                    handle.commit();
                    committed.incrementAndGet();
                }
                managed.cleanup();
                idle.add(managed);
            }
            return null;
        };
    }

    @Test
    void a_password_that_stays_wrong_is_refused_after_two_seconds() throws Exception {
        write("never-right");
        try (var kept = new Kept(factory -> factory.setPassword("${file:" + folder.resolve("password") + "}"))) {
            long begin = System.nanoTime();
            var refused = assertThrows(SecurityException.class, kept::open);
            assertEquals("28P01", refused.getErrorCode());
            long taken = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
            assertTrue(taken >= 1900 && taken < 15_000, taken + " ms");
        }
    }

    @Test
    void an_aged_connection_is_kept_while_the_file_is_away_and_replaced_when_it_is_back() throws Exception {
        write(TestPostgres.PASSWORD);
        try (var kept = new Kept(factory -> factory.setPassword("${file:" + folder.resolve("password") + "}"))) {
            var managed = kept.open();
            int first = Kept.use(managed);
            Files.delete(folder.resolve("password"));
            kept.clock.advance(Duration.ofMinutes(31));
            assertTrue(managed.isValid());
            assertEquals(first, Kept.use(managed));
            write(TestPostgres.PASSWORD);
            kept.clock.advance(Duration.ofSeconds(11));
            assertNotEquals(first, Kept.use(managed));
        }
    }

    @Test
    void a_file_that_is_empty_since_it_is_being_written_is_read_again() throws Exception {
        var file = Files.writeString(folder.resolve("password"), "");
        try (var cable = SwitchedCable.to(TestPostgres.port());
                var kept = new Kept(factory -> {
                    factory.setConnectionURL("jdbc:postgresql://127.0.0.1:" + cable.port() + "/postgres");
                    factory.setPassword("${file:" + file + "}");
                })) {
            var threads = Executors.newSingleThreadExecutor();
            try {
                var opened = threads.submit(kept::open);
                Until.holds(() -> cable.connections() > 0); // with the empty one
                write(TestPostgres.PASSWORD);
                assertTrue(opened.get(30, TimeUnit.SECONDS).isValid());
            } finally {
                threads.shutdownNow();
            }
        }
    }

    // ---- a provider ----

    private static void provided(JdbcManagedConnectionFactory factory) {
        factory.setUserName("whoever");
        factory.setPassword(null);
        factory.setCredentialsProvider(GivenCredentials.NAME);
    }

    @Test
    void a_provider_is_asked_for_each_physical_connection() throws Exception {
        var asked = new ArrayList<String>();
        GivenCredentials.give((database, user) -> {
            asked.add(database + " " + user);
            return GivenCredentials.teller(database, user);
        });
        try (var kept = new Kept(RotationTest::provided)) {
            var managed = kept.open();
            Kept.use(managed);
            kept.clock.advance(Duration.ofMinutes(31));
            Kept.use(managed);
            assertEquals(List.of(TestPostgres.url() + " whoever", TestPostgres.url() + " whoever"), asked);
            try (var handle = Kept.handle(managed)) {
                assertEquals(TestPostgres.USER, Lease.one(handle, "SELECT session_user"));
            }
        }
    }

    @Test
    void a_connection_is_replaced_before_its_credentials_expire() throws Exception {
        GivenCredentials.give(GivenCredentials.until(Duration.ofMinutes(10)));
        try (var kept = new Kept(RotationTest::provided)) {
            var borrowed = kept.open();
            var idle = kept.open();
            int first;
            int second;
            try (var one = Kept.handle(borrowed);
                    var other = Kept.handle(idle)) { // both at once: neither gets the other's session
                first = Lease.backend(one);
                second = Lease.backend(other);
            }
            borrowed.cleanup();
            idle.cleanup();
            kept.clock.advance(Duration.ofMinutes(8)); // a minute before the end is the end
            assertEquals(first, Kept.use(borrowed));
            kept.clock.advance(Duration.ofSeconds(61));
            assertNotEquals(first, Kept.use(borrowed));
            long before = kept.source.counts().replacedCount();
            idle.idleCare().look();
            assertEquals(before + 1, kept.source.counts().replacedCount());
            assertNotEquals(second, Kept.use(idle));
        }
    }

    @Test
    void what_has_expired_or_is_not_given_opens_nothing() {
        for (var bad : List.<GivenCredentials.Answer>of(
                GivenCredentials.until(Duration.ofSeconds(-1)), (database, user) -> null, (database, user) -> {
                    throw new java.io.IOException("the store is away");
                })) {
            GivenCredentials.give(bad);
            try (var kept = new Kept(RotationTest::provided)) {
                var refused = assertThrows(SecurityException.class, kept::open);
                assertEquals("28000", refused.getErrorCode());
                assertTrue(refused.getMessage().contains("credentialsProvider"), refused::getMessage);
            } catch (ResourceException failure) {
                throw new AssertionError(failure);
            }
        }
    }

    @Test
    void a_provider_that_is_behind_is_asked_again_and_not_hammered() throws Exception {
        GivenCredentials.give((database, user) -> GivenCredentials.asked() < 4
                ? new Supplied(TestPostgres.USER, "yesterdays", null)
                : GivenCredentials.teller(database, user));
        try (var kept = new Kept(RotationTest::provided)) {
            Kept.use(kept.open());
            assertEquals(4, GivenCredentials.asked());
        }
        GivenCredentials.give((database, user) -> new Supplied(TestPostgres.USER, "never right", null));
        try (var kept = new Kept(RotationTest::provided)) {
            assertThrows(SecurityException.class, kept::open);
            assertTrue(GivenCredentials.asked() <= 10, "asked " + GivenCredentials.asked() + " times");
        }
    }
}
