package dev.berth.demo;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;

/** Who may do what in the embedded server; the passwords are new ones for each server. */
record PostgresRoles(String password, String superPassword) {

    static final String USER = "berth";
    static final String SUPERUSER = "postgres";

    static final String FIRST_MOMENT = """
            host all postgres 127.0.0.1/32 trust
            host all postgres ::1/128 trust
            """;

    static final String PASSWORDS_ONLY = """
            host all all 127.0.0.1/32 scram-sha-256
            host all all ::1/128 scram-sha-256
            """;

    static PostgresRoles random() {
        return new PostgresRoles(secret(), secret());
    }

    private static String secret() {
        byte[] bytes = new byte[18];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }

    /** The secrets hold no quote (see above), so that they may stand in the text of DDL, which takes no parameters. */
    void create(Connection superuser) throws SQLException {
        try (Statement statement = superuser.createStatement()) {
            // neither password shall be read in the server's log, whatever log_statement says
            statement.execute("set log_statement = 'none'");
            statement.execute("create role " + USER + " login password '" + password + "'");
            statement.execute("alter role " + SUPERUSER + " password '" + superPassword + "'");
            statement.execute("reset log_statement");
            statement.execute("create database " + DemoPostgres.BANK + " owner " + USER);
            statement.execute("create database " + DemoPostgres.LEDGER + " owner " + USER);
        }
    }

    void reload(Connection superuser) throws SQLException {
        try (Statement statement = superuser.createStatement()) {
            statement.execute("select pg_reload_conf()");
        }
    }

    @Override
    public String toString() {
        return USER + ", " + SUPERUSER;
    }
}
