package dev.berth.deploy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.postgresql.Driver;

/**
 * A database beside the adapter: plain connections of the driver, to prove what the adapter did. Works in the tests'
 * JVM and in the server; both find the addresses in their system properties.
 */
record Database(String name) {

    static final String BANK = "bank";
    static final String LEDGER = "ledger";
    static final String TELLER = "teller";

    /** How many further roles there are: clerk1, clerk2 and so on, with the teller's password. */
    static final int CLERKS = 4;

    /** A superuser: who looks, and who ends sessions. */
    static final String KEEPER = "keeper";

    static Database bank() {
        return new Database(BANK);
    }

    static Database ledger() {
        return new Database(LEDGER);
    }

    String url() {
        return System.getProperty("berth." + name + ".url");
    }

    String user() {
        return System.getProperty("berth." + name + ".user");
    }

    String password() {
        return System.getProperty("berth." + name + ".password");
    }

    /** Of the second role, {@link #TELLER}. */
    String tellerPassword() {
        return System.getProperty("berth.it." + name + ".secret");
    }

    /** As superuser, with nothing of ours in between. */
    Connection connect() throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", KEEPER);
        properties.setProperty("password", tellerPassword());
        properties.setProperty("ApplicationName", "test");
        var connection = new Driver().connect(url(), properties);
        if (connection == null) {
            throw new SQLException("the driver does not know " + url());
        }
        return connection;
    }

    void execute(String sql) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The only column of the only row, as text. */
    String value(String sql, Object... parameters) throws SQLException {
        try (var connection = connect();
                var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return String.valueOf(row.getString(1));
            }
        }
    }

    long count(String sql, Object... parameters) throws SQLException {
        return Long.parseLong(value(sql, parameters));
    }

    /** Whether the note is committed. */
    boolean has(String note) throws SQLException {
        return count("select count(*) from notes where note = ?", note) == 1;
    }

    /** Sessions of the ordinary roles: nobody but the adapter has any. */
    long sessions() throws SQLException {
        return count(
                "select count(*) from pg_stat_activity where usename in (?, ?) and datname = ?", user(), TELLER, name);
    }

    long inDoubt() throws SQLException {
        return count("select count(*) from pg_prepared_xacts where database = ?", name);
    }

    /** Ends one session, as an administrator does. */
    void kill(int backend) throws SQLException {
        try (var connection = connect();
                var statement = connection.prepareStatement("select pg_terminate_backend(?, 5000)")) {
            statement.setInt(1, backend);
            statement.execute();
        }
    }

    /** What this database's pools are configured with at least. */
    Map<String, String> properties(String... more) {
        var all = new HashMap<>(Map.of("connectionURL", url(), "userName", user(), "password", password()));
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return all;
    }

    /** How far the server's log has grown: for {@link #statementsSince}. */
    long logMark() throws IOException {
        return Files.size(log());
    }

    /** What was executed in this database since then and holds the text. */
    List<String> statementsSince(long mark, String text) throws IOException {
        return linesSince(mark, "] " + name + " LOG:", text);
    }

    /** How often the role was not let in since then. */
    int refusalsSince(long mark, String role) throws IOException {
        return linesSince(mark, "FATAL:", "password authentication failed for user \"" + role + "\"")
                .size();
    }

    private List<String> linesSince(long mark, String kind, String text) throws IOException {
        var bytes = Files.readAllBytes(log());
        var grown = new String(bytes, (int) mark, bytes.length - (int) mark, StandardCharsets.UTF_8);
        return grown.lines()
                .filter(line -> line.contains(kind) && line.contains(text))
                .toList();
    }

    private Path log() {
        return Path.of(System.getProperty("berth.it." + name + ".log"));
    }
}
