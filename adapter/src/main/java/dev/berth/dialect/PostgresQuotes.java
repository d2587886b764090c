package dev.berth.dialect;

/**
 * Where literals and comments of SQL text end; the end of the text where they do not.
 *
 * <p>Source: PostgreSQL, 4.1.2 Constants, 4.1.5 Comments.
 */
final class PostgresQuotes {

    private PostgresQuotes() {}

    /** A doubled quote looks like two literals side by side, which comes to the same. */
    static int quoted(String sql, int from, char quote) {
        int end = sql.indexOf(quote, from + 1);
        return end < 0 ? sql.length() : end + 1;
    }

    /** With backslashes. */
    static int escaped(String sql, int quote) {
        for (int at = quote + 1; at < sql.length(); at++) {
            char c = sql.charAt(at);
            if (c == '\\' || c == '\'' && PostgresTokens.isAt(sql, at + 1, '\'')) {
                at++;
            } else if (c == '\'') {
                return at + 1;
            }
        }
        return sql.length();
    }

    /** From {@code $tag$} to the same again; a parameter or a lone dollar ends at once. */
    static int dollar(String sql, int from) {
        int tag = from + 1;
        while (tag < sql.length() && PostgresTokens.isWordPart(sql.charAt(tag))) {
            tag++;
        }
        if (!PostgresTokens.isAt(sql, tag, '$') || tag > from + 1 && Character.isDigit(sql.charAt(from + 1))) {
            return from + 1;
        }
        int length = tag + 1 - from;
        for (int at = sql.indexOf('$', tag + 1); at >= 0; at = sql.indexOf('$', at + 1)) {
            if (sql.regionMatches(at, sql, from, length)) {
                return at + length;
            }
        }
        return sql.length();
    }

    static int line(String sql, int from) {
        for (int at = from; at < sql.length(); at++) {
            if (sql.charAt(at) == '\n' || sql.charAt(at) == '\r') {
                return at;
            }
        }
        return sql.length();
    }

    /** Comments nest. */
    static int comment(String sql, int from) {
        int depth = 1;
        for (int at = from + 2; at < sql.length(); at++) {
            if (sql.charAt(at) == '*' && PostgresTokens.isAt(sql, at + 1, '/')) {
                at++;
                if (--depth == 0) {
                    return at + 1;
                }
            } else if (sql.charAt(at) == '/' && PostgresTokens.isAt(sql, at + 1, '*')) {
                at++;
                depth++;
            }
        }
        return sql.length();
    }
}
