package dev.berth.demo;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Where a database is and who may enter it. */
record Database(String url, String user, String password) {

    private static final String CONNECT_SECONDS = "10";

    /**
     * Looks whether the demo can work with it; {@code property} is the start of the names of the three properties it
     * came from, for a message that says what to change.
     */
    void check(String property) {
        try (Connection connection = open();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("show max_prepared_transactions")) {
            row.next();
            if (row.getInt(1) == 0) {
                throw new IllegalArgumentException("the PostgreSQL of " + property + ".url (" + address()
                        + ") has max_prepared_transactions=0, so it cannot take part in a transaction over two"
                        + " databases. Set it to 64 in its postgresql.conf, or by \"alter system set"
                        + " max_prepared_transactions = 64\", and restart that server");
            }
        } catch (SQLException e) {
            throw new IllegalArgumentException(reason(property, e), e);
        }
    }

    private String reason(String property, SQLException e) {
        String state = String.valueOf(e.getSQLState());
        if (state.startsWith("28")) {
            return "the server of " + property + ".url (" + address() + ") refuses user " + user + ": " + property
                    + ".user or " + property + ".password is wrong (SQLState " + state + ")";
        }
        if (state.startsWith("08")) {
            return "no PostgreSQL answers at " + property + ".url (" + address() + "): " + withoutSecrets(e)
                    + " (SQLState " + state + ")";
        }
        return property + ".url (" + address() + ") cannot be used: " + withoutSecrets(e) + " (SQLState " + state + ")";
    }

    private Connection open() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", CONNECT_SECONDS);
        return DriverManager.getConnection(url, properties);
    }

    /** The URL for people: its parameters may hold a password. */
    String address() {
        int parameters = url.indexOf('?');
        return parameters < 0 ? url : url.substring(0, parameters);
    }

    private String withoutSecrets(SQLException e) {
        return String.valueOf(e.getMessage()).replace(url, address());
    }

    void into(WildFly.Builder server, String pool) {
        server.database(pool, url, user, password);
    }

    @Override
    public String toString() {
        return user + " at " + address();
    }
}
