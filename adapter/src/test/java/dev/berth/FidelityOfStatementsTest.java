package dev.berth;

import static dev.berth.Fidelity.query;
import static dev.berth.Fidelity.rows;

import dev.berth.Fidelity.Case;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Statements: each way to run one answers through a handle what it answers without it. */
@Obligation(101)
class FidelityOfStatementsTest {

    private static final List<Case> CASES = List.of(
            new Case("refcursor", FidelityOfStatementsTest::refcursor),
            new Case("out parameters", FidelityOfStatementsTest::outParameters),
            new Case("generated keys", FidelityOfStatementsTest::generatedKeys),
            new Case("a batch", c -> batch(c, "1", "2")),
            new Case("a batch that fails", c -> batch(c, "1", "1", "2")),
            new Case("a prepared batch that fails", "23505", FidelityOfStatementsTest::preparedBatch),
            new Case("streaming", FidelityOfStatementsTest::streaming),
            new Case("several results", FidelityOfStatementsTest::severalResults),
            new Case("warnings", FidelityOfStatementsTest::warnings),
            new Case("scrollable", FidelityOfStatementsTest::scrollable),
            new Case("updatable", FidelityOfStatementsTest::updatable),
            new Case("query timeout", "57014", c -> {
                try (var statement = c.createStatement()) {
                    statement.setQueryTimeout(1);
                    return statement.execute("SELECT pg_sleep(30)");
                }
            }),
            new Case("large updates", c -> {
                Lease.run(c, "CREATE TEMP TABLE big(a int)");
                try (var statement = c.createStatement()) {
                    return statement.executeLargeUpdate("INSERT INTO big SELECT generate_series(1, 500)") + " "
                            + statement.getLargeUpdateCount();
                }
            }),
            new Case("client info", FidelityOfStatementsTest::clientInfo),
            new Case("unknown client info", c -> {
                c.setClientInfo("NoSuch", "x");
                return c.getWarnings() == null ? null : c.getWarnings().getMessage();
            }),
            new Case("network timeout", c -> {
                c.setNetworkTimeout(Runnable::run, 1_234);
                return c.getNetworkTimeout();
            }),
            new Case("a constraint", "23514", c -> {
                Lease.run(c, "CREATE TEMP TABLE u(a int CONSTRAINT positive CHECK (a > 0))");
                return query(c, "INSERT INTO u VALUES (-1) RETURNING a");
            }),
            new Case("syntax", "42601", c -> query(c, "SELEKT")),
            new Case("no result", "02000", c -> query(c, "CREATE TEMP TABLE none(a int)")),
            new Case("enquoting", c -> {
                try (var statement = c.createStatement()) {
                    return List.of(
                            statement.enquoteIdentifier("a b", true),
                            statement.enquoteLiteral("it's"),
                            statement.isSimpleIdentifier("a b"));
                }
            }),
            new Case(
                    "native sql and escapes",
                    c -> List.of(
                            c.nativeSQL("SELECT {fn now()}"), query(c, "SELECT {fn ucase('x')}, {d '2024-02-29'}"))));

    @TestFactory
    Stream<DynamicTest> statements_answer_as_those_of_the_driver() {
        return Fidelity.tests(CASES);
    }

    private static Object refcursor(Connection c) throws SQLException {
        Lease.run(
                c,
                "CREATE FUNCTION pg_temp.cursors() RETURNS refcursor LANGUAGE plpgsql AS"
                        + " 'DECLARE r refcursor; BEGIN OPEN r FOR SELECT generate_series(1, 3); RETURN r; END'");
        c.setAutoCommit(false);
        try (var call = c.prepareCall("{? = call pg_temp.cursors()}")) {
            call.registerOutParameter(1, Types.REF_CURSOR);
            call.execute();
            var first = rows((ResultSet) call.getObject(1));
            call.execute();
            return List.of(first, rows(call.getObject(1, ResultSet.class)));
        }
    }

    private static Object outParameters(Connection c) throws SQLException {
        Lease.run(
                c,
                "CREATE PROCEDURE pg_temp.outs(a int, INOUT b int, INOUT t text) LANGUAGE plpgsql AS"
                        + " 'BEGIN b := a + b; t := t || b; END'");
        try (var call = c.prepareCall("CALL pg_temp.outs(?, ?, ?)")) {
            call.setInt(1, 2);
            call.setInt(2, 3);
            call.setString(3, "sum ");
            call.registerOutParameter(2, Types.INTEGER);
            call.registerOutParameter(3, Types.VARCHAR);
            call.execute();
            return call.getInt(2) + call.getString(3) + call.wasNull();
        }
    }

    private static Object generatedKeys(Connection c) throws SQLException {
        Lease.run(c, "CREATE TEMP TABLE keyed(id int GENERATED ALWAYS AS IDENTITY, a int)");
        var sql = "INSERT INTO keyed(a) VALUES (7)";
        var seen = new ArrayList<>();
        try (var statement = c.createStatement();
                var prepared = c.prepareStatement("INSERT INTO keyed(a) VALUES (?)", new String[] {"id"})) {
            statement.executeUpdate(sql, Statement.RETURN_GENERATED_KEYS);
            seen.add(rows(statement.getGeneratedKeys()));
            statement.executeUpdate(sql, new String[] {"id"});
            seen.add(rows(statement.getGeneratedKeys()));
            prepared.setInt(1, 8);
            prepared.executeUpdate();
            seen.add(rows(prepared.getGeneratedKeys()));
            statement.executeUpdate(sql, new int[] {1});
        } catch (SQLException byNumber) {
            seen.add(Fidelity.failure(byNumber));
        }
        return seen;
    }

    private static Object batch(Connection c, String... values) throws SQLException {
        Lease.run(c, "CREATE TEMP TABLE batched(a int PRIMARY KEY)");
        try (var statement = c.createStatement()) {
            for (var value : values) {
                statement.addBatch("INSERT INTO batched VALUES (" + value + ")");
            }
            return Arrays.toString(statement.executeBatch());
        } catch (BatchUpdateException failure) {
            return List.of(Fidelity.failure(failure), query(c, "SELECT a FROM batched"));
        }
    }

    private static Object preparedBatch(Connection c) throws SQLException {
        Lease.run(c, "CREATE TEMP TABLE batched(a int PRIMARY KEY)");
        try (var statement = c.prepareStatement("INSERT INTO batched VALUES (?)")) {
            for (int value : new int[] {1, 2, 2, 3}) {
                statement.setInt(1, value);
                statement.addBatch();
            }
            return Arrays.toString(statement.executeLargeBatch());
        }
    }

    private static Object streaming(Connection c) throws SQLException {
        c.setAutoCommit(false);
        try (var statement = c.createStatement()) {
            statement.setFetchSize(10);
            var result = statement.executeQuery("SELECT generate_series(1, 1000)");
            return result.getFetchSize() + "" + rows(result).size();
        }
    }

    private static Object severalResults(Connection c) throws SQLException {
        try (var statement = c.createStatement()) {
            var seen = new ArrayList<>();
            boolean result = statement.execute(
                    "SELECT 1; CREATE TEMP TABLE m(a int); INSERT INTO m VALUES (1), (2);" + " SELECT a FROM m");
            while (result || statement.getUpdateCount() != -1) {
                seen.add(result ? rows(statement.getResultSet()) : (Object) statement.getUpdateCount());
                result = statement.getMoreResults();
            }
            return seen;
        }
    }

    private static Object warnings(Connection c) throws SQLException {
        try (var statement = c.createStatement()) {
            statement.execute("DO $$ BEGIN RAISE WARNING 'one'; RAISE NOTICE 'two'; END $$");
            var first = statement.getWarnings();
            var seen = List.of(
                    first.getMessage(),
                    first.getSQLState(),
                    first.getNextWarning().getMessage());
            statement.clearWarnings();
            return seen + "" + statement.getWarnings();
        }
    }

    private static Object scrollable(Connection c) throws SQLException {
        try (var statement = c.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY)) {
            var result = statement.executeQuery("SELECT generate_series(1, 9)");
            var seen = List.of(result.last(), result.getRow(), result.absolute(3), result.relative(-1));
            return seen + " " + result.getInt(1) + result.previous() + result.isFirst() + result.getType();
        }
    }

    private static Object updatable(Connection c) throws SQLException {
        Lease.run(c, "CREATE TEMP TABLE up(id int PRIMARY KEY, a text)", "INSERT INTO up VALUES (1, 'x'), (2, 'y')");
        try (var statement = c.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_UPDATABLE)) {
            var result = statement.executeQuery("SELECT id, a FROM up ORDER BY id");
            result.next();
            result.updateString(2, "changed");
            result.updateRow();
            result.next();
            result.deleteRow();
            result.moveToInsertRow();
            result.updateInt(1, 3);
            result.updateString(2, "new");
            result.insertRow();
        }
        return query(c, "SELECT * FROM up ORDER BY id");
    }

    private static Object clientInfo(Connection c) throws SQLException {
        var more = new Properties();
        more.setProperty("ApplicationName", "fidelity");
        c.setClientInfo(more);
        return c.getClientInfo("ApplicationName") + query(c, "SHOW application_name");
    }
}
