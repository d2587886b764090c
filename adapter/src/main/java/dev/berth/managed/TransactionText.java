package dev.berth.managed;

import java.util.Locale;
import java.util.Set;

/** Whether SQL ends the transaction it runs in: by its first words, as an application would write it. */
final class TransactionText {

    private static final Set<String> ENDS = Set.of("COMMIT", "END", "ABORT");

    private TransactionText() {}

    /** True for COMMIT, END, ABORT, ROLLBACK but to a savepoint, and PREPARE TRANSACTION. */
    static boolean endsTransaction(String sql) {
        int start = firstWord(sql);
        if (start == sql.length() || "CEARPcearp".indexOf(sql.charAt(start)) < 0) {
            return false; // nearly every statement: decided by its first letter
        }
        var word = word(sql, start);
        if (word.equals("ROLLBACK")) {
            return !sql.toUpperCase(Locale.ROOT).contains(" TO ");
        }
        return ENDS.contains(word)
                || (word.equals("PREPARE")
                        && word(sql, skip(sql, start + word.length())).equals("TRANSACTION"));
    }

    /** Whether NOTIFY or pg_notify stands in it. */
    static boolean mayNotify(String sql) {
        return sql.toUpperCase(Locale.ROOT).contains("NOTIFY");
    }

    private static String word(String sql, int start) {
        int end = start;
        while (end < sql.length() && Character.isLetter(sql.charAt(end))) {
            end++;
        }
        return sql.substring(start, end).toUpperCase(Locale.ROOT);
    }

    private static int firstWord(String sql) {
        return skip(sql, 0);
    }

    /** Past blanks and comments. */
    private static int skip(String sql, int from) {
        int at = from;
        while (at < sql.length()) {
            char next = sql.charAt(at);
            if (next == '-' && sql.startsWith("--", at)) {
                at = after(sql, "\n", at);
            } else if (next == '/' && sql.startsWith("/*", at)) {
                at = after(sql, "*/", at);
            } else if (next == ';' || Character.isWhitespace(next)) {
                at++;
            } else {
                break;
            }
        }
        return at;
    }

    private static int after(String sql, String what, int from) {
        int found = sql.indexOf(what, from);
        return found < 0 ? sql.length() : found + what.length();
    }
}
