package dev.berth;

import static dev.berth.Fidelity.query;
import static dev.berth.Fidelity.rows;

import dev.berth.Fidelity.Case;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Transactions: what an application demarcates itself goes as without the handle. */
@Obligation(101)
class FidelityOfTransactionsTest {

    private static final List<Case> CASES = List.of(
            new Case("savepoints", FidelityOfTransactionsTest::savepoints),
            new Case("a savepoint released twice", "3B000", FidelityOfTransactionsTest::savepointTwice),
            new Case("holdable cursors", FidelityOfTransactionsTest::holdable),
            new Case("a failed transaction", FidelityOfTransactionsTest::failedTransaction),
            new Case("commit with autocommit on", "25P01", c -> {
                c.commit();
                return "done";
            }),
            new Case("a savepoint with autocommit on", "25P01", Connection::setSavepoint),
            new Case("an isolation level that is none", "0A000", c -> {
                c.setTransactionIsolation(77);
                return "done";
            }));

    @TestFactory
    Stream<DynamicTest> transactions_go_as_those_of_the_driver() {
        return Fidelity.tests(CASES);
    }

    private static Object savepoints(Connection c) throws SQLException {
        c.setAutoCommit(false);
        Lease.run(c, "CREATE TEMP TABLE s(a int)");
        var named = c.setSavepoint("named");
        Lease.run(c, "INSERT INTO s VALUES (1)");
        var numbered = c.setSavepoint();
        Lease.run(c, "INSERT INTO s VALUES (2)");
        c.rollback(numbered);
        var names = named.getSavepointName() + numbered.getSavepointId();
        c.releaseSavepoint(named);
        c.commit();
        return List.of(names, query(c, "SELECT a FROM s"));
    }

    private static Object savepointTwice(Connection c) throws SQLException {
        c.setAutoCommit(false);
        var savepoint = c.setSavepoint("once");
        c.releaseSavepoint(savepoint);
        c.releaseSavepoint(savepoint);
        return "done";
    }

    private static Object holdable(Connection c) throws SQLException {
        c.setAutoCommit(false);
        try (var statement = c.createStatement(
                ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY, ResultSet.HOLD_CURSORS_OVER_COMMIT)) {
            statement.setFetchSize(2);
            var result = statement.executeQuery("SELECT generate_series(1, 9)");
            result.next();
            c.commit();
            return statement.getResultSetHoldability() + " " + rows(result);
        }
    }

    private static Object failedTransaction(Connection c) throws SQLException {
        c.setAutoCommit(false);
        try {
            query(c, "SELECT 1/0");
        } catch (SQLException expected) {
            return List.of(Fidelity.failure(expected), second(c));
        }
        return "no failure";
    }

    private static Object second(Connection c) {
        try {
            return query(c, "SELECT 1");
        } catch (SQLException failed) {
            return Fidelity.failure(failed);
        }
    }
}
