package dev.berth.dialect;

import java.util.EnumSet;
import java.util.Set;

/**
 * Reads in the text of statements what they may leave in their session. A false alarm costs a reset; a miss would show
 * one user's session to the next. So what is in doubt counts.
 *
 * <p>Not seen: what a function or a procedure does inside; what stands in a literal, as a search_path that names
 * pg_temp there; backslashes before quotes where standard_conforming_strings is off.
 *
 * <p>A state for each statement goes from word to word, in an int, so that nothing is allocated: the places in its lower
 * byte, the traces found so far above.
 */
final class PostgresTraces {

    private static final Set<Trace> NONE = Set.of();

    // traces found, above the place
    private static final int SETTING = 0x100;
    private static final int TEMPORARY = 0x200;
    private static final int ADVISORY_LOCK = 0x400;
    private static final int LISTENS = 0x800;
    private static final int PREPARED = 0x1000;
    private static final int CURSOR = 0x2000;
    private static final int EVERYTHING = 0x3f00;

    // places in a statement
    private static final int START = 0;
    private static final int PLAIN = 1;
    private static final int SET = 2;
    private static final int SET_LOCAL = 3; // or another word that is either a keyword or the name of a setting
    private static final int PREPARE = 4;
    private static final int PREPARE_TRANSACTION = 5;
    private static final int CREATE = 6; // before the kind of what is created
    private static final int INTO = 7;
    private static final int INSERT = 8;
    private static final int DECLARE = 9;
    private static final int DECLARE_WITH = 10;
    private static final int UPDATE = 11; // before SET: pg_settings is a view that sets what is written to it

    private PostgresTraces() {}

    /** The traces of all statements of the text; one shared empty set when there is none. */
    static Set<Trace> of(String sql) {
        int found = 0;
        int place = START;
        for (int from = 0, to; from < sql.length(); from = to) {
            to = PostgresTokens.end(sql, from);
            int token = PostgresTokens.kind(sql, from, to);
            if (token != PostgresTokens.BLANK) {
                int next = next(place, token);
                found |= next & EVERYTHING;
                place = next & 0xff;
            }
        }
        return found == 0 ? NONE : set(found);
    }

    private static Set<Trace> set(int found) {
        var traces = EnumSet.noneOf(Trace.class);
        add(traces, found & SETTING, Trace.SETTING);
        add(traces, found & TEMPORARY, Trace.TEMPORARY);
        add(traces, found & ADVISORY_LOCK, Trace.ADVISORY_LOCK);
        add(traces, found & LISTENS, Trace.LISTEN);
        add(traces, found & PREPARED, Trace.PREPARED);
        add(traces, found & CURSOR, Trace.CURSOR);
        return traces;
    }

    private static void add(Set<Trace> traces, int bit, Trace trace) {
        if (bit != 0) {
            traces.add(trace);
        }
    }

    /** The place behind that token, with what was found in it. */
    private static int next(int place, int token) {
        if (token == PostgresTokens.SEMICOLON) {
            return START;
        }
        return switch (place) {
            case START -> first(token);
            case SET -> behindSet(token);
            case SET_LOCAL -> token == PostgresTokens.DOT ? PLAIN | SETTING : PLAIN;
            case PREPARE -> token == PostgresTokens.TRANSACTION ? PREPARE_TRANSACTION : PLAIN | PREPARED;
            case PREPARE_TRANSACTION ->
                token == PostgresTokens.LITERAL ? PLAIN : PLAIN | PREPARED; // a statement of that name
            case CREATE -> behindCreate(token);
            case INTO -> token == PostgresTokens.LOCAL ? INTO : behindInto(token);
            case INSERT -> token == PostgresTokens.INTO ? PLAIN : anywhere(token); // a table may be called temp
            case DECLARE -> token == PostgresTokens.WITH ? DECLARE_WITH : DECLARE | anywhere(token) & EVERYTHING;
            case DECLARE_WITH -> token == PostgresTokens.HOLD ? PLAIN | CURSOR : DECLARE | anywhere(token) & EVERYTHING;
            case UPDATE -> behindUpdate(token);
            default -> anywhere(token);
        };
    }

    private static int first(int token) {
        return switch (token) {
            case PostgresTokens.SET -> SET;
            case PostgresTokens.RESET -> PLAIN | SETTING; // RESET, and DISCARD: the configured defaults go with it
            case PostgresTokens.DO -> PLAIN | EVERYTHING; // DO, LOAD: anything can be in there
            case PostgresTokens.LISTEN -> PLAIN | LISTENS;
            case PostgresTokens.PREPARE -> PREPARE;
            case PostgresTokens.DECLARE -> DECLARE;
            default -> anywhere(token);
        };
    }

    private static int behindSet(int token) {
        return switch (token) {
            case PostgresTokens.LOCAL, PostgresTokens.TRANSACTION, PostgresTokens.CONSTRAINTS -> SET_LOCAL;
            default -> SETTING | anywhere(token);
        };
    }

    private static int behindCreate(int token) {
        return switch (token) {
            case PostgresTokens.OR, PostgresTokens.LOCAL -> CREATE;
            case PostgresTokens.TEMP -> PLAIN | TEMPORARY;
            default -> anywhere(token);
        };
    }

    private static int behindInto(int token) {
        return token == PostgresTokens.TEMP ? PLAIN | TEMPORARY : anywhere(token);
    }

    private static int behindUpdate(int token) {
        return switch (token) {
            case PostgresTokens.PG_SETTINGS -> PLAIN | SETTING;
            case PostgresTokens.OTHER, PostgresTokens.DOT -> UPDATE; // ONLY pg_catalog.
            default -> anywhere(token);
        };
    }

    /** CREATE is reserved, so it is one wherever it stands: behind EXPLAIN ANALYZE too. */
    private static int anywhere(int token) {
        return switch (token) {
            case PostgresTokens.SET_CONFIG -> PLAIN | SETTING;
            case PostgresTokens.ADVISORY_LOCK -> PLAIN | ADVISORY_LOCK;
            case PostgresTokens.PG_TEMP -> PLAIN | TEMPORARY;
            case PostgresTokens.CREATE -> CREATE;
            case PostgresTokens.INTO -> INTO;
            case PostgresTokens.INSERT -> INSERT;
            case PostgresTokens.UPDATE -> UPDATE;
            default -> PLAIN;
        };
    }
}
