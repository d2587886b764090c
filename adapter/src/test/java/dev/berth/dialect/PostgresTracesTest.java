package dev.berth.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What texts leave behind, and what they only look like. */
class PostgresTracesTest {

    private static final Set<Trace> SETTING = EnumSet.of(Trace.SETTING);
    private static final Set<Trace> TEMPORARY = EnumSet.of(Trace.TEMPORARY);
    private static final Set<Trace> LOCK = EnumSet.of(Trace.ADVISORY_LOCK);
    private static final Set<Trace> LISTEN = EnumSet.of(Trace.LISTEN);
    private static final Set<Trace> PREPARED = EnumSet.of(Trace.PREPARED);
    private static final Set<Trace> CURSOR = EnumSet.of(Trace.CURSOR);
    private static final Set<Trace> ALL = EnumSet.allOf(Trace.class);

    private static Stream<DynamicTest> each(Set<Trace> expected, String... texts) {
        return Stream.of(texts)
                .map(text -> DynamicTest.dynamicTest(
                        "'" + text.replaceAll("\\s+", " ") + "'",
                        () -> assertEquals(expected, PostgresTraces.of(text))));
    }

    @TestFactory
    Stream<DynamicTest> a_setting() {
        return each(
                SETTING,
                "SET search_path TO tenant",
                "set search_path=tenant",
                "Set Session search_path = x",
                "SET ROLE auditor",
                "SET SESSION AUTHORIZATION auditor",
                "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
                "SET TIME ZONE 'UTC'",
                "SET\n\tTIMEZONE = 'UTC'",
                "SET \"local\".x = 1",
                "SET local.x = 1",
                "SET transaction . x = 1",
                "SET LOCAL a = 1; SET b = 2",
                "SET/**/x/**/=/**/1",
                "RESET ALL",
                "reset search_path",
                "DISCARD ALL",
                "  \n\t SET x = 1",
                ";;SET x = 1",
                "SELECT 1;SET x = 1",
                "BEGIN; SET x = 1; COMMIT",
                "-- a comment\nSET x = 1",
                "-- a comment\rSET x = 1",
                "/* a /* nested */ comment */ SET x = 1",
                "/* ' */ SET x = 1 /* ' */",
                "SELECT ';'; SET x = 1",
                "SELECT 'it''s'; SET x = 1",
                "SELECT E'it\\'s'; SET x = 1",
                "SELECT e'\\\\'; SET x = 1",
                "SELECT E'it''s \\''; SET x = 1",
                "SELECT N'a', B'1', X'f', U&'\\'; SET x = 1",
                "SELECT $$ ' $$; SET x = 1",
                "SELECT $a$ $b$ ' $a$; SET x = 1",
                "SELECT $1, $2; SET x = 1",
                "SELECT a$b$ FROM t; SET x = 1",
                "SELECT \"a;'b\"; SET x = 1",
                "SELECT \"a\"\"b'\"; SET x = 1",
                "SELECT 5/2 - -1; SET x = 1",
                "SELECT set_config('search_path', ?, false)",
                "select pg_catalog . SET_CONFIG ($1, $2, true)",
                "SELECT \"set_config\"('a.b', 'c', false)",
                "{ call set_config(?, ?, ?) }",
                "UPDATE pg_settings SET setting = 'x' WHERE name = 'a.b'",
                "update only pg_catalog . \"pg_settings\" set setting = 'x'",
                "WITH x AS (UPDATE pg_settings SET setting = 'x' RETURNING 1) SELECT * FROM x",
                "INSERT INTO t SELECT set_config('a', 'b', false)",
                "CREATE TABLE t AS SELECT set_config('a.b', 'c', false)",
                "WITH x AS (SELECT set_config('a.b', 'c', false)) SELECT * FROM x");
    }

    @TestFactory
    Stream<DynamicTest> another_trace() {
        return Stream.of(
                        each(
                                TEMPORARY,
                                "CREATE TEMP TABLE t (id int)",
                                "create temporary table t as select 1",
                                "CREATE LOCAL TEMP TABLE t (id int)",
                                "CREATE GLOBAL TEMPORARY TABLE t (id int)",
                                "CREATE OR REPLACE TEMP VIEW v AS SELECT 1",
                                "CREATE TEMP RECURSIVE VIEW v (n) AS SELECT 1",
                                "CREATE TEMP SEQUENCE s",
                                "CREATE/* */TEMP/* */TABLE t (id int)",
                                "EXPLAIN ANALYZE CREATE TEMP TABLE t AS SELECT 1",
                                "SELECT * INTO TEMP t FROM u",
                                "SELECT * INTO TEMPORARY TABLE t FROM u",
                                "SELECT * INTO LOCAL TEMP t FROM u",
                                "CREATE TABLE pg_temp.t (id int)",
                                "CREATE FUNCTION PG_TEMP.f() RETURNS int AS 'SELECT 1' LANGUAGE sql",
                                "CREATE TABLE \"pg_temp\".t (id int)",
                                "CREATE TABLE pg_temp_3.t (id int)",
                                "SELECT 1; CREATE TEMP TABLE t (id int)"),
                        each(
                                LOCK,
                                "SELECT pg_advisory_lock(1)",
                                "select PG_CATALOG.PG_ADVISORY_LOCK_SHARED(1, 2)",
                                "SELECT pg_try_advisory_lock(?)",
                                "SELECT id FROM t WHERE pg_try_advisory_lock_shared(id)",
                                "{?= call pg_advisory_lock(?)}",
                                "DELETE FROM t WHERE \"pg_advisory_lock\"(id) IS NULL"),
                        each(LISTEN, "LISTEN a", "listen \"A\"", "NOTIFY a; LISTEN a"),
                        each(
                                PREPARED,
                                "PREPARE p AS SELECT 1",
                                "prepare p (int) as select $1",
                                "PREPARE transaction AS SELECT 1",
                                "PREPARE transaction (int) AS SELECT $1"),
                        each(
                                CURSOR,
                                "DECLARE c CURSOR WITH HOLD FOR SELECT 1",
                                "BEGIN; declare c insensitive no scroll cursor with hold for select 1; COMMIT"),
                        each(
                                ALL,
                                "DO $$ BEGIN NULL; END $$",
                                "do language plpgsql 'BEGIN NULL; END'",
                                "LOAD 'auto_explain'"),
                        each(
                                EnumSet.of(Trace.SETTING, Trace.TEMPORARY, Trace.LISTEN),
                                "SET x = 1; CREATE TEMP TABLE t (); LISTEN a",
                                "SET search_path = pg_temp; LISTEN a"),
                        each(
                                EnumSet.of(Trace.PREPARED, Trace.ADVISORY_LOCK),
                                "PREPARE p AS SELECT pg_advisory_lock(1)"),
                        each(
                                EnumSet.of(Trace.CURSOR, Trace.SETTING),
                                "DECLARE c CURSOR WITH HOLD FOR SELECT set_config('a.b', 'c', false)"))
                .flatMap(tests -> tests);
    }

    @TestFactory
    Stream<DynamicTest> nothing() {
        return each(
                Set.of(),
                "",
                " ; ;; ",
                "SELECT 1",
                "SELECT 'SET x = 1'",
                "SELECT '; SET x = 1'",
                "SELECT 'a''; SET x = 1'",
                "SELECT E'\\'; SET x = 1'",
                "SELECT \"; SET x\" FROM t",
                "SELECT $$; SET x = 1;$$",
                "SELECT $fn$; SET x = 1; $$; LISTEN a; $fn$",
                "SELECT 1 -- ; SET x = 1",
                "SELECT 1 /* ; SET x = 1 */",
                "/* a /* b */ ; SET x = 1 */ SELECT 1",
                "SELECT 1; /* never closed; SET x = 1",
                "SELECT 'never closed; SET x = 1",
                "SELECT $$ never closed; SET x = 1",
                "UPDATE t SET x = 1",
                "update only t\nset\nx = 1",
                "UPDATE t SET x = (SELECT setting FROM pg_settings WHERE name = 'a')",
                "SELECT * FROM pg_settings",
                "INSERT INTO t VALUES (1) ON CONFLICT (id) DO UPDATE SET x = 1",
                "MERGE INTO t USING u ON true WHEN MATCHED THEN UPDATE SET x = 1",
                "SET LOCAL search_path = x",
                "set /* here */ local statement_timeout = 5",
                "SET TRANSACTION READ ONLY",
                "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE",
                "SET CONSTRAINTS ALL DEFERRED",
                "BEGIN; SET LOCAL x = 1; COMMIT",
                "SETTLE x",
                "SELECT set FROM reset",
                "SELECT set_configuration, xset_config FROM t",
                "ALTER ROLE r SET search_path = x",
                "ALTER TABLE t ALTER c SET DEFAULT 1, RESET (fillfactor)",
                "SELECT temp, temporary FROM weather",
                "SELECT temp.x FROM temp",
                "INSERT INTO temp VALUES (1)",
                "INSERT INTO temp (temp) SELECT temp FROM t",
                "MERGE INTO temp USING u ON true WHEN MATCHED THEN DELETE",
                "CREATE TABLE temp (temp int)",
                "CREATE TABLE t (temporary int)",
                "CREATE UNLOGGED TABLE t (id int)",
                "CREATE INDEX temp ON t (id)",
                "GRANT CREATE ON SCHEMA temp TO x",
                "SELECT * INTO t FROM temp",
                "DROP TABLE temp",
                "SELECT pg_advisory_xact_lock(1)",
                "SELECT pg_try_advisory_xact_lock_shared(1)",
                "SELECT pg_advisory_unlock(1), pg_advisory_unlock_shared(1), pg_advisory_unlock_all()",
                "SELECT 'pg_advisory_lock(1)'",
                "UNLISTEN *",
                "NOTIFY a, 'LISTEN'",
                "PREPARE TRANSACTION 'a'",
                "PREPARE TRANSACTION E'a'",
                "prepare transaction $$a$$",
                "DEALLOCATE ALL",
                "EXECUTE p",
                "DECLARE c CURSOR FOR SELECT 1",
                "DECLARE c CURSOR WITHOUT HOLD FOR SELECT 1",
                "DECLARE c CURSOR FOR WITH held AS (SELECT 1) SELECT * FROM held",
                "CREATE FUNCTION f() RETURNS void AS $$ BEGIN SET x = 1; END $$ LANGUAGE plpgsql",
                "CREATE FUNCTION f() RETURNS int LANGUAGE sql SET search_path = x AS 'SELECT 1'",
                "{call f(?)}",
                "COPY t FROM STDIN",
                "VALUES (1), (2)",
                "SELECT a - b / c * d FROM t",
                "\u00e9SET x = 1");
    }

    @Test
    void nothing_is_one_shared_set() {
        assertSame(PostgresTraces.of("SELECT 1"), PostgresTraces.of("UPDATE t SET x = 1"));
    }

    @Test
    void text_cut_anywhere_is_read_to_its_end() {
        var text = "/*a*/SET x='b';--c\nSELECT E'd\\'',$e$f$e$,\"g\" . h;CREATE TEMP TABLE i();PREPARE TRANSACTION 'j'";
        for (int from = 0; from < text.length(); from++) {
            for (int to = from; to <= text.length(); to++) {
                PostgresTraces.of(text.substring(from, to));
            }
        }
    }

    @Test
    void a_megabyte_of_anything_is_read_once() {
        for (var piece : List.of(
                "a", " ", "'", "\"", "$", "$a$", "$a$b", "$1", "/*", "--", "E'\\", "SET ", "CREATE ", "x,", ";",
                "set_")) {
            var text = piece.repeat(1 << 20).substring(0, 1 << 20);
            PostgresTraces.of(text);
            long start = System.nanoTime();
            PostgresTraces.of(text);
            long took = (System.nanoTime() - start) / 1_000_000;
            assertTrue(took < 2000, piece + " took " + took + " ms"); // some 5 alone; a square of it would be hours
        }
    }

    @Test
    void nothing_is_allocated_where_nothing_is_found() {
        var texts = new ArrayList<>(List.of("SELECT $1, 'a' FROM t WHERE x = $$y$$ -- z", "UPDATE t SET x = 1"));
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            long before = threads.getThreadAllocatedBytes(self);
            for (int i = 0; i < 10_000; i++) {
                PostgresTraces.of(texts.get(i % 2));
            }
            least = Math.min(least, threads.getThreadAllocatedBytes(self) - before);
        }
        assertTrue(least < 10_000, least + " bytes for 10000 texts"); // the measuring itself takes some
    }
}
