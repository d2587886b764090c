package dev.berth;

import static dev.berth.Fidelity.query;
import static dev.berth.Fidelity.rows;

import dev.berth.Fidelity.Case;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.postgresql.PGResultSetMetaData;
import org.postgresql.PGStatement;

/** Meta data: the answers are the driver's. */
class FidelityOfMetaDataTest {

    private static final List<Case> CASES = List.of(
            new Case("of the database", c -> {
                var of = c.getMetaData();
                return List.of(
                        of.getDatabaseProductVersion(),
                        of.getDriverMajorVersion(),
                        of.getURL(),
                        of.supportsSavepoints(),
                        of.getMaxColumnNameLength(),
                        of.getSQLKeywords());
            }),
            new Case("tables", c -> {
                Lease.run(c, "CREATE TEMP TABLE meta(a int PRIMARY KEY, b numeric(10, 2) NOT NULL)");
                var of = c.getMetaData();
                return List.of(
                        column(of.getTables(null, null, "meta", null), 3),
                        column(of.getColumns(null, null, "meta", "%"), 4),
                        column(of.getPrimaryKeys(null, null, "meta"), 4),
                        rows(of.getTableTypes()),
                        rows(of.getTypeInfo()).size() > 10);
            }),
            new Case("of parameters", c -> {
                try (var prepared = c.prepareStatement("SELECT ?::int, ?::numeric")) {
                    var of = prepared.getParameterMetaData();
                    return List.of(of.getParameterCount(), of.getParameterTypeName(1), of.getParameterClassName(2));
                }
            }),
            new Case("of a result before it is asked for", c -> {
                try (var prepared = c.prepareStatement("SELECT 1 AS a, 'x'::varchar(7) AS b")) {
                    var of = prepared.getMetaData();
                    return List.of(of.getColumnLabel(2), of.getPrecision(2), of.getColumnClassName(1));
                }
            }),
            new Case("of a result", c -> {
                try (var result = c.createStatement().executeQuery("SELECT oid AS o FROM pg_class LIMIT 1")) {
                    var of = result.getMetaData();
                    return List.of(
                            of.getColumnName(1),
                            of.getTableName(1),
                            of.isNullable(1),
                            of.unwrap(PGResultSetMetaData.class).getBaseColumnName(1));
                }
            }),
            new Case("of a column that is none", "22023", c -> {
                try (var result = c.createStatement().executeQuery("SELECT 1")) {
                    return result.getMetaData().getColumnName(2);
                }
            }),
            new Case("unwrapped statements", c -> {
                try (var prepared = c.prepareStatement("SELECT 1")) {
                    prepared.unwrap(PGStatement.class).setPrepareThreshold(7);
                    return prepared.unwrap(PGStatement.class).getPrepareThreshold();
                }
            }),
            new Case("unwrapped to what it is not", c -> {
                try {
                    return c.unwrap(Integer.class);
                } catch (SQLException refused) {
                    return Fidelity.failure(refused);
                }
            }),
            new Case("prepared statements as text", c -> {
                try (var prepared = c.prepareStatement("SELECT ?::int")) {
                    prepared.setInt(1, 42);
                    return prepared.toString();
                }
            }),
            new Case("schema and catalog", c -> {
                c.setSchema("pg_catalog");
                return c.getSchema() + c.getCatalog() + query(c, "SHOW search_path");
            }));

    private static List<String> column(ResultSet result, int column) throws SQLException {
        return rows(result).stream().map(row -> row.get(column - 1)).toList();
    }

    @TestFactory
    @Obligation(101)
    Stream<DynamicTest> meta_data_is_that_of_the_driver() {
        return Fidelity.tests(CASES);
    }
}
