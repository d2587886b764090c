package dev.berth.dialect;

/**
 * The tokens of SQL text as PostgreSQL reads them, as far as {@link PostgresTraces} asks. Each character is looked at
 * once; nothing is allocated.
 *
 * <p>Source: PostgreSQL, 4.1 Lexical Structure.
 */
final class PostgresTokens {

    static final int BLANK = 0;
    static final int SEMICOLON = 1;
    static final int DOT = 2;
    static final int LITERAL = 3;
    static final int OTHER = 4;
    static final int SET = 5;
    static final int RESET = 6;
    static final int DO = 7;
    static final int LISTEN = 8;
    static final int PREPARE = 9;
    static final int DECLARE = 10;
    static final int LOCAL = 11;
    static final int TRANSACTION = 12;
    static final int CONSTRAINTS = 13;
    static final int CREATE = 14;
    static final int OR = 15;
    static final int TEMP = 16;
    static final int INTO = 17;
    static final int INSERT = 18;
    static final int WITH = 19;
    static final int HOLD = 20;
    static final int UPDATE = 21;
    static final int SET_CONFIG = 22; // from here on names, which may stand in quotes
    static final int ADVISORY_LOCK = 23;
    static final int PG_TEMP = 24;
    static final int PG_SETTINGS = 25;

    private PostgresTokens() {}

    /** Where the token that begins at {@code from} ends. */
    static int end(String sql, int from) {
        char c = sql.charAt(from);
        return switch (c) {
            case '\'' -> PostgresQuotes.quoted(sql, from, '\'');
            case '"' -> PostgresQuotes.quoted(sql, from, '"');
            case '$' -> PostgresQuotes.dollar(sql, from);
            case '-' -> isAt(sql, from + 1, '-') ? PostgresQuotes.line(sql, from) : from + 1;
            case '/' -> isAt(sql, from + 1, '*') ? PostgresQuotes.comment(sql, from) : from + 1;
            default -> isWordPart(c) ? word(sql, from) : isBlank(c) ? blanks(sql, from) : from + 1;
        };
    }

    /** What the token between {@code from} and {@code to} is. */
    static int kind(String sql, int from, int to) {
        char c = sql.charAt(from);
        return switch (c) {
            case ' ', '\n', '\t', '\r', '\f', '\u000b' -> BLANK;
            case ';' -> SEMICOLON;
            case '.' -> DOT;
            case '\'' -> LITERAL;
            case '"' -> quotedName(sql, from + 1, to - 1);
            case '$' -> to > from + 1 && sql.charAt(to - 1) == '$' ? LITERAL : OTHER;
            case '-', '/' -> to > from + 1 ? BLANK : OTHER;
            default -> isAt(sql, to - 1, '\'') ? LITERAL : PostgresWords.kind(sql, from, to);
        };
    }

    /** A name in quotes is no keyword. */
    private static int quotedName(String sql, int from, int to) {
        int kind = to <= from ? OTHER : PostgresWords.kind(sql, from, to);
        return kind >= SET_CONFIG ? kind : OTHER;
    }

    /** To the end of the word; of a literal with a letter before its quote, to the end of that. */
    private static int word(String sql, int from) {
        int to = from + 1;
        while (to < sql.length() && (isWordPart(sql.charAt(to)) || sql.charAt(to) == '$')) {
            to++;
        }
        if (to == from + 1 && isAt(sql, to, '\'')) {
            return (sql.charAt(from) | 0x20) == 'e'
                    ? PostgresQuotes.escaped(sql, to)
                    : PostgresQuotes.quoted(sql, to, '\'');
        }
        return to;
    }

    private static int blanks(String sql, int from) {
        int to = from + 1;
        while (to < sql.length() && isBlank(sql.charAt(to))) {
            to++;
        }
        return to;
    }

    static boolean isAt(String sql, int at, char expected) {
        return at < sql.length() && sql.charAt(at) == expected;
    }

    static boolean isWordPart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= '0' && c <= '9' || c >= 0x80;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }
}
