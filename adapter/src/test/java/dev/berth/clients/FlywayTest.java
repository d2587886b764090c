package dev.berth.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flyway, which locks by an advisory lock of the session. */
class FlywayTest {

    @TempDir
    private Path folder;

    private ClientPool pool;

    @BeforeEach
    void open() throws Exception {
        pool = new ClientPool("flyway");
        Files.writeString(folder.resolve("V1__stock.sql"), "CREATE TABLE stock(item int PRIMARY KEY, n int);");
    }

    @AfterEach
    void close() throws Exception {
        pool.close();
    }

    private static int migrate(DataSource orders, String folder) {
        var done =
                Flyway.configure().dataSource(orders).locations(folder).load().migrate();
        return done.migrationsExecuted;
    }

    private int migrate() {
        return migrate(pool.source(), "filesystem:" + folder);
    }

    @Test
    void migrations_are_done_once() throws Exception {
        Files.writeString(
                folder.resolve("V2__tea.sql"),
                "SET search_path TO pg_catalog, clients_flyway; INSERT INTO stock VALUES (7, 5);");
        assertEquals(2, migrate());
        assertEquals(0, migrate());
        assertEquals("7 5", pool.one("SELECT item || ' ' || n FROM stock"));
    }

    @Test
    void one_that_fails_leaves_those_before_it() throws Exception {
        Files.writeString(
                folder.resolve("V2__wrong.sql"), "INSERT INTO stock VALUES (7, 5); INSERT INTO stok VALUES (8, 5);");
        var refused = assertThrows(FlywayException.class, this::migrate);
        assertTrue(refused.getMessage().contains("42P01"), refused::getMessage);
        assertEquals("0", pool.one("SELECT count(*) FROM stock"));
        assertEquals("1", pool.one("SELECT string_agg(version, ',') FROM flyway_schema_history"));
    }
}
