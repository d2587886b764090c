package dev.berth.deploy.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The statements, the same for all. */
final class Sql {

    private static final int STATEMENTS_OF_TEN = 10;

    private Sql() {}

    static void select(Connection connection, int key) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT v FROM acct WHERE id = ?")) {
            statement.setInt(1, key);
            try (var row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("no account " + key);
                }
                row.getInt(1);
            }
        }
    }

    static void update(Connection connection, int key) throws SQLException {
        try (var statement = connection.prepareStatement("UPDATE acct SET v = v + 1 WHERE id = ?")) {
            statement.setInt(1, key);
            if (statement.executeUpdate() != 1) {
                throw new SQLException("no account " + key);
            }
        }
    }

    static void ten(Connection connection, int key) throws SQLException {
        for (int i = 0; i < STATEMENTS_OF_TEN; i++) {
            select(connection, key);
        }
    }

    /** Both columns of each row, as an application would. */
    static void rows(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT id, note FROM many");
                var rows = statement.executeQuery()) {
            int count = count(rows);
            if (count != Case.MANY) {
                throw new SQLException(count + " rows");
            }
        }
    }

    /**
     * A method of its own, as mappers of rows are: the JVM compiles no more than so many nodes into one, and preparing and
     * executing take most of them, so that it would depend on a few whose loop has the driver's methods in it.
     */
    private static int count(ResultSet rows) throws SQLException {
        int count = 0;
        while (rows.next()) {
            rows.getInt(1);
            rows.getString(2);
            count++;
        }
        return count;
    }

    /** What a case does with its one connection. */
    static void run(Case work, Connection connection, int key) throws SQLException {
        switch (work) {
            case SELECT -> select(connection, key);
            case UPDATE, TWO -> update(connection, key);
            case TEN -> ten(connection, key);
            case ROWS -> rows(connection);
            default -> throw new IllegalArgumentException(work.name());
        }
    }
}
