package dev.berth.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DemoPostgresTest {

    private static DemoPostgres postgres;

    @BeforeAll
    static void start() throws Exception {
        postgres = DemoPostgres.in(Path.of("target/postgres-test"))
                .logStatements()
                .config("max_connections", "40")
                .start();
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
    }

    @Test
    void a_wrong_password_is_a_wrong_password() {
        String url = postgres.jdbcUrl(DemoPostgres.BANK);
        SQLException user =
                assertThrows(SQLException.class, () -> DriverManager.getConnection(url, postgres.user(), "wrong"));
        SQLException superuser =
                assertThrows(SQLException.class, () -> DriverManager.getConnection(url, "postgres", "wrong"));
        assertEquals("28P01", user.getSQLState());
        assertEquals("28P01", superuser.getSQLState());
    }

    @Test
    void parameters_arrive() throws Exception {
        assertEquals("64", ask(DemoPostgres.BANK, "show max_prepared_transactions"));
        assertEquals("40", ask(DemoPostgres.BANK, "show max_connections"));
        assertEquals("off", ask(DemoPostgres.BANK, "show is_superuser"));
    }

    @Test
    void the_users_are_there_once_and_a_stop_does_not_lose_them() throws Exception {
        Schema.create(DemoPostgres.BANK, postgres.jdbcUrl(DemoPostgres.BANK), postgres.user(), postgres.password());
        assertEquals("175.50", ask(DemoPostgres.BANK, "select sum(balance) from users"));

        postgres.stop();
        SQLException away = assertThrows(SQLException.class, () -> ask(DemoPostgres.BANK, "select 1"));
        assertTrue(away.getSQLState().startsWith("08"), away.getSQLState());

        postgres.resume();
        assertEquals("175.50", ask(DemoPostgres.BANK, "select sum(balance) from users"));
        assertEquals("0", ask(DemoPostgres.LEDGER, "select count(*) from entries"));
    }

    @Test
    void the_log_tells_the_statements_and_no_password() throws Exception {
        ask(DemoPostgres.LEDGER, "select 'seen in the log'");
        String log = Files.readString(postgres.logFile());
        assertTrue(log.contains("ledger LOG:  execute <unnamed>: select 'seen in the log'"), log);
        assertFalse(log.contains(postgres.password()), "the log holds the password");
    }

    private static String ask(String database, String query) throws SQLException {
        try (Connection connection = postgres.connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
