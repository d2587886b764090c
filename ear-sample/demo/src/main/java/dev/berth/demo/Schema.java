package dev.berth.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** The tables of the sample and its first users; a second run changes nothing. */
public final class Schema {

    private Schema() {}

    /** Runs the script of {@link DemoPostgres#BANK} or {@link DemoPostgres#LEDGER} in the database at this address. */
    public static void create(String script, String url, String user, String password)
            throws IOException, SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement()) {
            statement.execute(text(script));
        }
    }

    private static String text(String script) throws IOException {
        try (InputStream in = Schema.class.getResourceAsStream(script + ".sql")) {
            if (in == null) {
                throw new IllegalArgumentException("no script '" + script + "': it is either bank or ledger");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
