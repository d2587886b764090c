package dev.berth.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real standby: a server's directory, and the file that makes it wait for more of the log for ever. */
class PostgresStandbyTest {

    private static EmbeddedPostgres standby;

    private final Dialect dialect = new PostgresDialect();

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        server(directory).close();
        Files.createFile(directory.resolve("data/standby.signal"));
        standby = server(directory);
    }

    private static EmbeddedPostgres server(Path directory) throws IOException {
        var log = ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile());
        var builder = EmbeddedPostgres.builder()
                .setDataDirectory(directory.resolve("data"))
                .setOverrideWorkingDirectory(
                        Path.of("target/postgresql").toAbsolutePath().toFile())
                .setCleanDataDirectory(false)
                .setPGStartupWait(Duration.ofSeconds(60))
                .setServerConfig("unix_socket_directories", "''")
                .setErrorRedirector(log)
                .setOutputRedirector(log);
        var home = System.getProperty("berth.postgresql.home");
        if (home != null) {
            builder.setPgBinaryResolver((system, architecture) -> archive(home));
        }
        return builder.start();
    }

    private static InputStream archive(String home) throws IOException {
        return new ProcessBuilder("tar", "-cJf", "-", "-C", home, "bin", "lib")
                .start()
                .getInputStream();
    }

    @AfterAll
    static void stop() throws IOException {
        standby.close();
    }

    private static Connection open() throws SQLException {
        return standby.getPostgresDatabase().getConnection();
    }

    @Test
    void it_is_told_from_a_primary() throws Exception {
        try (var connection = open()) {
            assertTrue(dialect.standby(connection));
            assertEquals(Health.STANDBY, dialect.check(connection, Duration.ofSeconds(5), true));
            assertEquals(Health.ALIVE, dialect.check(connection, Duration.ofSeconds(5), false));
        }
    }

    @Test
    void it_refuses_writes() throws Exception {
        try (var connection = open();
                var statement = connection.createStatement()) {
            assertTrue(dialect.refusedWrite(
                    assertThrows(SQLException.class, () -> statement.execute("CREATE TABLE t ()"))));
        }
    }

    @Test
    void its_sessions_are_reset_too() throws Exception {
        try (var connection = open()) {
            dialect.reset(connection, EnumSet.allOf(Trace.class), SessionSetup.NONE);
            dialect.discard(connection, SessionSetup.NONE);
        }
    }

    @Test
    void it_is_trouble_where_a_primary_was_wanted() throws Exception {
        var reading = new SessionSetup(null, null, true, null, Duration.ZERO, null, null);
        try (var connection = open()) {
            var troubles = dialect.troubleAtStart(connection, SessionSetup.NONE, true);
            assertEquals(1, troubles.size(), troubles.toString());
            assertTrue(troubles.get(0).contains("standby"), troubles.toString());
            assertEquals(List.of(), dialect.troubleAtStart(connection, reading, true));
            assertEquals(List.of(), dialect.troubleAtStart(connection, SessionSetup.NONE, false));
        }
    }
}
