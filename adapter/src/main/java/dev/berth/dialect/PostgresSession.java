package dev.berth.dialect;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * Gives a session its defaults and takes its traces away, all that belongs together in one flight: several statements
 * in one text are sent at once, and run as one transaction.
 *
 * <p>Source: PostgreSQL, DISCARD (what DISCARD ALL is the sum of), SET SESSION AUTHORIZATION, set_config.
 */
final class PostgresSession {

    private static final Map<Integer, String> ISOLATIONS = Map.of(
            Connection.TRANSACTION_READ_UNCOMMITTED, "read uncommitted",
            Connection.TRANSACTION_READ_COMMITTED, "read committed",
            Connection.TRANSACTION_REPEATABLE_READ, "repeatable read",
            Connection.TRANSACTION_SERIALIZABLE, "serializable");

    private PostgresSession() {}

    /** What a new session gets; the name goes by itself where the driver has given it already. */
    static void apply(Connection connection, SessionSetup setup) throws SQLException {
        var named = setup.applicationName() != null
                && setup.applicationName().equals(PostgresDriver.applicationName(connection));
        run(connection, defaults(setup, !named));
        if (setup.readOnly()) {
            connection.setReadOnly(true); // so that the driver says so too; sends nothing but with readOnlyMode=always
        }
    }

    static void reset(Connection connection, Set<Trace> traces, SessionSetup setup) throws SQLException {
        if (traces.isEmpty()) {
            return;
        }
        var all = withThoseOfInitSql(traces, setup.initSql());
        var statements = removing(all);
        if (all.contains(Trace.SETTING)) {
            statements.addAll(broughtByDriver(setup));
            statements.addAll(defaults(setup, true));
        }
        run(connection, statements);
        if (all.contains(Trace.LISTEN)) {
            PostgresDriver.forgetNotifications(connection);
        }
    }

    /** DISCARD ALL runs in no transaction with others, so the defaults need a flight of their own. */
    static void discard(Connection connection, SessionSetup setup) throws SQLException {
        run(connection, List.of("DISCARD ALL"));
        var statements = broughtByDriver(setup);
        statements.addAll(defaults(setup, true));
        run(connection, statements);
        PostgresDriver.forgetNotifications(connection);
    }

    /**
     * initSql runs again where something of its kind goes, and then it finds none of what it made. One that shows no
     * traces calls functions, presumably: it is taken to set something.
     */
    private static Set<Trace> withThoseOfInitSql(Set<Trace> traces, @Nullable String initSql) {
        if (initSql == null) {
            return traces;
        }
        var all = EnumSet.of(Trace.SETTING);
        all.addAll(PostgresTraces.of(initSql));
        boolean touched = all.stream().anyMatch(traces::contains);
        all.addAll(traces);
        return touched ? all : traces;
    }

    /** In the order of DISCARD ALL: an open cursor would keep its temporary table. */
    private static List<String> removing(Set<Trace> traces) {
        var statements = new ArrayList<String>();
        if (traces.contains(Trace.CURSOR)) {
            statements.add("CLOSE ALL");
        }
        if (traces.contains(Trace.SETTING)) {
            // RESET ALL keeps the role and the authorization; without RESET ROLE servers older than the fix of
            // CVE-2024-10978 (13.17, 14.14, 15.9, 16.5, 17.1) would lose the role of ALTER ROLE .. SET role
            statements.addAll(List.of("SET SESSION AUTHORIZATION DEFAULT", "RESET ROLE", "RESET ALL"));
        }
        if (traces.contains(Trace.PREPARED) || traces.contains(Trace.TEMPORARY)) {
            // the driver's own plans of a temporary table would fail on the next one of that name; it prepares again
            statements.add("DEALLOCATE ALL");
        }
        if (traces.contains(Trace.LISTEN)) {
            statements.add("UNLISTEN *");
        }
        if (traces.contains(Trace.ADVISORY_LOCK)) {
            statements.add("SELECT pg_catalog.pg_advisory_unlock_all()");
        }
        if (traces.contains(Trace.TEMPORARY)) {
            statements.add("DISCARD TEMP");
        }
        return statements;
    }

    /**
     * What came with the driver's connection, where a pooler gave it on to a session of its own: that forgets it. As
     * pgjdbc has it, ISO 8601 and the time zone of this JVM, whose sign before GMT is the other way round there.
     */
    private static List<String> broughtByDriver(SessionSetup setup) {
        if (!setup.pooled()) {
            return new ArrayList<>();
        }
        var zone = TimeZone.getDefault().getID();
        if (zone.startsWith("GMT+")) {
            zone = zone.replace('+', '-');
        } else if (zone.startsWith("GMT-")) {
            zone = zone.replace('-', '+');
        }
        var settings = new ArrayList<String>();
        add(settings, "client_encoding", "UTF8");
        add(settings, "DateStyle", "ISO");
        add(settings, "TimeZone", zone);
        return new ArrayList<>(List.of("SELECT " + String.join(", ", settings)));
    }

    /** All settings by one SELECT: a value is a literal there, whatever it is. */
    private static List<String> defaults(SessionSetup setup, boolean withName) {
        var settings = new ArrayList<String>();
        add(settings, "search_path", setup.schema());
        add(settings, "role", setup.role());
        add(settings, "default_transaction_read_only", setup.readOnly() ? "on" : null);
        add(settings, "default_transaction_isolation", setup.isolation() == null ? null : isolation(setup.isolation()));
        long timeout = setup.statementTimeout().plusNanos(999_999).toMillis();
        add(settings, "statement_timeout", timeout == 0 ? null : Long.toString(timeout));
        add(settings, "application_name", withName ? setup.applicationName() : null);
        var statements = new ArrayList<String>();
        if (!settings.isEmpty()) {
            statements.add("SELECT " + String.join(", ", settings));
        }
        if (setup.initSql() != null && !setup.initSql().isBlank()) {
            statements.add(setup.initSql()); // last: it may end in a comment
        }
        return statements;
    }

    private static @Nullable String isolation(int level) {
        return ISOLATIONS.get(level);
    }

    private static void add(List<String> settings, String name, @Nullable String value) {
        if (value != null) {
            settings.add("pg_catalog.set_config('" + name + "', " + literal(value) + ", false)");
        }
    }

    /** The same whatever standard_conforming_strings is: a reset may change it halfway. */
    static String literal(String value) {
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("PostgreSQL takes no text with a zero character in it");
        }
        var doubled = value.replace("'", "''");
        return value.indexOf('\\') < 0 ? "'" + doubled + "'" : "E'" + doubled.replace("\\", "\\\\") + "'";
    }

    private static void run(Connection connection, List<String> statements) throws SQLException {
        if (statements.isEmpty()) {
            return;
        }
        if (!PostgresDriver.outsideTransaction(connection)) {
            throw new SQLException(
                    "A session is set up outside transactions only: end the open one first",
                    "25001"); // active_sql_transaction
        }
        PostgresDriver.run(connection, String.join("; ", statements));
    }
}
