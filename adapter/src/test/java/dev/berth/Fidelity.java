package dev.berth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.postgresql.util.PSQLException;

/** The same questions to the driver's own connection and to a handle: the answers have to be equal. */
final class Fidelity {

    /** What an application does; the answer is compared by {@code equals}. */
    interface Question {
        Object ask(Connection connection) throws Exception;
    }

    /** @param state the SQLState it fails with; null when it answers */
    record Case(String name, String state, Question question) {

        Case(String name, Question question) {
            this(name, null, question);
        }
    }

    private Fidelity() {}

    static Stream<DynamicTest> tests(List<Case> cases) {
        return cases.stream()
                .map(one -> DynamicTest.dynamicTest(one.name(), () -> {
                    Object expected;
                    try (var plain = TestPostgres.plain()) {
                        expected = answer(one, plain);
                    }
                    try (var lease = Lease.open();
                            var handle = lease.handle()) {
                        assertEquals(expected, answer(one, handle));
                    }
                }));
    }

    private static Object answer(Case one, Connection connection) throws Exception {
        try {
            var answer = one.question().ask(connection);
            assertNull(one.state(), () -> "answered " + answer);
            return answer;
        } catch (SQLException failure) {
            if (one.state() == null) {
                throw failure;
            }
            assertEquals(one.state(), failure.getSQLState());
            return failure(failure);
        }
    }

    /** All that an application can see of a failure. */
    static List<Object> failure(SQLException failure) {
        var seen = new ArrayList<>();
        for (var at = failure; at != null; at = at.getNextException()) {
            seen.add(at.getClass().getName());
            seen.add(at.getSQLState());
            seen.add(at.getMessage());
            seen.add(String.valueOf(at.getErrorCode()));
            if (at instanceof PSQLException sql && sql.getServerErrorMessage() != null) {
                seen.add(sql.getServerErrorMessage().toString());
                seen.add(String.valueOf(sql.getServerErrorMessage().getConstraint()));
            }
            if (at instanceof BatchUpdateException batch) {
                seen.add(Arrays.toString(batch.getUpdateCounts()));
                seen.add(Arrays.toString(batch.getLargeUpdateCounts()));
            }
        }
        return seen;
    }

    /** Every row as the texts of its columns. */
    static List<List<String>> rows(ResultSet result) throws SQLException {
        try (result) {
            var rows = new ArrayList<List<String>>();
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                var row = new ArrayList<String>();
                for (int i = 1; i <= columns; i++) {
                    row.add(result.getString(i));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    static List<List<String>> query(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            return rows(statement.executeQuery(sql));
        }
    }
}
