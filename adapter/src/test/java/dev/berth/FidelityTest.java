package dev.berth;

import static dev.berth.Fidelity.rows;

import dev.berth.Fidelity.Case;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.postgresql.geometric.PGpoint;
import org.postgresql.largeobject.LargeObjectManager;
import org.postgresql.util.PGobject;

/** Values: what goes in and comes out through a handle is what goes in and comes out without it. */
@Obligation(101)
class FidelityTest {

    private static final List<Case> CASES = List.of(
            new Case("large objects", FidelityTest::largeObjects),
            new Case("copy in and out", FidelityTest::copy),
            new Case("arrays", FidelityTest::arrays),
            new Case("composite types", FidelityTest::composites),
            new Case("java.time", FidelityTest::javaTime),
            new Case("java.sql's dates", FidelityTest::sqlDates),
            new Case("xml", FidelityTest::xml),
            new Case("bytea streams", FidelityTest::streams),
            new Case("null", FidelityTest::nulls),
            new Case("blob and clob over a large object", FidelityTest::blobs),
            new Case("objects by class", FidelityTest::byClass),
            new Case("notifications", FidelityTest::notifications));

    @TestFactory
    Stream<DynamicTest> values_are_those_of_the_driver() {
        return Fidelity.tests(CASES);
    }

    private static Object largeObjects(Connection c) throws SQLException {
        c.setAutoCommit(false);
        var api = c.unwrap(PGConnection.class).getLargeObjectAPI();
        long oid = api.createLO(LargeObjectManager.READWRITE);
        try (var object = api.open(oid, LargeObjectManager.READWRITE)) {
            object.write("large".getBytes(StandardCharsets.UTF_8));
            object.seek(1);
            var read = new String(object.read(3), StandardCharsets.UTF_8);
            object.close();
            api.delete(oid);
            c.commit();
            return read;
        }
    }

    private static Object copy(Connection c) throws Exception {
        Lease.run(c, "CREATE TEMP TABLE copied(a int, b text)");
        CopyManager api = c.unwrap(PGConnection.class).getCopyAPI();
        long in = api.copyIn("COPY copied FROM STDIN (FORMAT csv)", new StringReader("1,one\n2,two\n"));
        var out = new ByteArrayOutputStream();
        long count = api.copyOut("COPY copied TO STDOUT (FORMAT csv)", out);
        return in + " " + count + " " + out;
    }

    private static Object arrays(Connection c) throws SQLException {
        var array = c.createArrayOf("int4", new Integer[] {1, null, 3});
        try (var ask = c.prepareStatement("SELECT ?::int4[], ARRAY[['a','b'],['c','d']], ARRAY[]::text[]")) {
            ask.setArray(1, array);
            try (var result = ask.executeQuery()) {
                result.next();
                var back = result.getArray(1);
                var seen = List.of(
                        Arrays.deepToString((Object[]) back.getArray()),
                        Arrays.deepToString((Object[]) back.getArray(2, 2)),
                        back.getBaseTypeName(),
                        back.getBaseType(),
                        back.toString(),
                        rows(back.getResultSet()),
                        Arrays.deepToString((Object[]) result.getArray(2).getArray()),
                        Arrays.deepToString((Object[]) ((java.sql.Array) result.getObject(2)).getArray()),
                        Arrays.deepToString((Object[]) result.getArray(3).getArray()),
                        back.getArray().getClass());
                back.free();
                array.free();
                return seen;
            }
        }
    }

    private static Object composites(Connection c) throws SQLException {
        Lease.run(c, "CREATE TYPE pg_temp.pair AS (a int, b text)");
        var pair = new PGobject();
        pair.setType("pair");
        pair.setValue("(7,\"seven, in words\")");
        try (var ask = c.prepareStatement("SELECT ?::pg_temp.pair, (?::pg_temp.pair).b, point '(1,2)'")) {
            ask.setObject(1, pair);
            ask.setObject(2, pair);
            try (var result = ask.executeQuery()) {
                result.next();
                return List.of(
                        result.getObject(1),
                        result.getString(2),
                        result.getObject(3),
                        result.getObject(3, PGpoint.class));
            }
        }
    }

    private static Object javaTime(Connection c) throws SQLException {
        try (var ask = c.prepareStatement("SELECT ?::date, ?::time, ?::timestamp, ?::timestamptz, ?::uuid")) {
            ask.setObject(1, LocalDate.of(2024, 2, 29));
            ask.setObject(2, LocalTime.of(23, 59, 59, 123_456_000));
            ask.setObject(3, LocalDateTime.of(1969, 12, 31, 0, 0));
            ask.setObject(4, OffsetDateTime.parse("2024-03-31T02:30:00+05:30"));
            ask.setObject(5, UUID.fromString("00000000-0000-0000-0000-000000000001"), Types.OTHER);
            try (var result = ask.executeQuery()) {
                result.next();
                return List.of(
                        result.getObject(1, LocalDate.class),
                        result.getObject(2, LocalTime.class),
                        result.getObject(3, LocalDateTime.class),
                        result.getObject(4, OffsetDateTime.class),
                        result.getObject(5));
            }
        }
    }

    private static Object sqlDates(Connection c) throws SQLException {
        try (var ask = c.prepareStatement("SELECT ?::date, ?::time, ?::timestamp")) {
            ask.setDate(1, Date.valueOf("2024-02-29"));
            ask.setTime(2, Time.valueOf("12:00:00"));
            ask.setTimestamp(3, Timestamp.valueOf("2024-02-29 12:00:00.5"));
            try (var result = ask.executeQuery()) {
                result.next();
                return List.of(result.getDate(1), result.getTime(2), result.getTimestamp(3), result.getObject(3));
            }
        }
    }

    private static Object xml(Connection c) throws SQLException {
        var xml = c.createSQLXML();
        xml.setString("<a>1</a>");
        try (var ask = c.prepareStatement("SELECT ?::xml")) {
            ask.setSQLXML(1, xml);
            try (var result = ask.executeQuery()) {
                result.next();
                return List.of(result.getSQLXML(1).getString(), ((java.sql.SQLXML) result.getObject(1)).getString());
            }
        }
    }

    private static Object streams(Connection c) throws Exception {
        var bytes = new byte[10_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        try (var ask = c.prepareStatement("SELECT ?::bytea, ?::text")) {
            ask.setBinaryStream(1, new ByteArrayInputStream(bytes), bytes.length);
            ask.setCharacterStream(2, new StringReader("characters"));
            try (var result = ask.executeQuery()) {
                result.next();
                return List.of(
                        Arrays.hashCode(result.getBinaryStream(1).readAllBytes()),
                        Arrays.hashCode(result.getBytes(1)),
                        new java.io.BufferedReader(result.getCharacterStream(2)).readLine());
            }
        }
    }

    private static Object nulls(Connection c) throws SQLException {
        try (var ask = c.prepareStatement("SELECT ?::int, ?::text, ?::int[], ?::xml")) {
            ask.setNull(1, Types.INTEGER);
            ask.setString(2, null);
            ask.setArray(3, null);
            ask.setSQLXML(4, null);
            try (var result = ask.executeQuery()) {
                result.next();
                return Arrays.asList(
                        result.getInt(1),
                        result.wasNull(),
                        result.getObject(1),
                        result.getString(2),
                        result.getArray(3),
                        result.getSQLXML(4),
                        result.getObject(2, String.class));
            }
        }
    }

    private static Object blobs(Connection c) throws Exception {
        c.setAutoCommit(false);
        try (var result = c.createStatement().executeQuery("SELECT lo_from_bytea(0, 'blob'::bytea)")) {
            result.next();
            var blob = result.getBlob(1);
            var clob = result.getClob(1);
            var seen = List.of(
                    blob.length(),
                    new String(blob.getBytes(2, 2), StandardCharsets.UTF_8),
                    new String(blob.getBinaryStream().readAllBytes(), StandardCharsets.UTF_8),
                    blob.position("o".getBytes(StandardCharsets.UTF_8), 1),
                    clob.getSubString(1, 4));
            blob.free();
            c.rollback();
            return seen;
        }
    }

    private static Object byClass(Connection c) throws SQLException {
        try (var result = c.createStatement().executeQuery("SELECT 7, 'x', ARRAY[1], 1.50::numeric, true")) {
            result.next();
            return List.of(
                    result.getObject(1, Integer.class),
                    result.getObject(2, String.class),
                    Arrays.toString(
                            (Object[]) result.getObject(3, java.sql.Array.class).getArray()),
                    result.getObject(4, java.math.BigDecimal.class),
                    result.getObject(5, Boolean.class),
                    result.getObject(1).getClass());
        }
    }

    private static Object notifications(Connection c) throws SQLException {
        Lease.run(c, "LISTEN berth", "NOTIFY berth, 'told'");
        var told = c.unwrap(PGConnection.class).getNotifications(1_000);
        return told[0].getName() + " " + told[0].getParameter();
    }
}
