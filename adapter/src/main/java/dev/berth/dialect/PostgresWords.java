package dev.berth.dialect;

import java.util.Arrays;

/** The words that {@link PostgresTraces} knows, in any case. */
final class PostgresWords {

    private record Word(String text, int kind) {}

    private static final int LONGEST = 31;

    /** By first letter and length, so that nearly every word of a text costs one look. */
    private static final Word[][] WORDS = new Word[26 * (LONGEST + 1)][0];

    static {
        add(PostgresTokens.SET, "set");
        add(PostgresTokens.RESET, "reset", "discard");
        add(PostgresTokens.DO, "do", "load");
        add(PostgresTokens.LISTEN, "listen");
        add(PostgresTokens.PREPARE, "prepare");
        add(PostgresTokens.DECLARE, "declare");
        add(PostgresTokens.LOCAL, "local", "global");
        add(PostgresTokens.TRANSACTION, "transaction");
        add(PostgresTokens.CONSTRAINTS, "constraints");
        add(PostgresTokens.CREATE, "create");
        add(PostgresTokens.OR, "or", "replace");
        add(PostgresTokens.TEMP, "temp", "temporary");
        add(PostgresTokens.INTO, "into");
        add(PostgresTokens.INSERT, "insert", "merge");
        add(PostgresTokens.WITH, "with");
        add(PostgresTokens.HOLD, "hold");
        add(PostgresTokens.UPDATE, "update");
        add(PostgresTokens.SET_CONFIG, "set_config");
        add(PostgresTokens.PG_SETTINGS, "pg_settings");
        add(PostgresTokens.ADVISORY_LOCK, "pg_advisory_lock", "pg_advisory_lock_shared");
        add(PostgresTokens.ADVISORY_LOCK, "pg_try_advisory_lock", "pg_try_advisory_lock_shared");
    }

    private PostgresWords() {}

    private static void add(int kind, String... texts) {
        for (var text : texts) {
            int place = place(text.charAt(0), text.length());
            var longer = Arrays.copyOf(WORDS[place], WORDS[place].length + 1);
            longer[longer.length - 1] = new Word(text, kind);
            WORDS[place] = longer;
        }
    }

    /** Negative for what does not begin with a letter of ours, or is too long. */
    private static int place(char first, int length) {
        int letter = (first | 0x20) - 'a';
        return letter < 0 || letter > 25 || length > LONGEST ? -1 : letter * (LONGEST + 1) + length;
    }

    /** What the word between {@code from} and {@code to} is to us. */
    static int kind(String sql, int from, int to) {
        char first = sql.charAt(from);
        int length = to - from;
        int place = place(first, length);
        if (place < 0) {
            return PostgresTokens.OTHER;
        }
        for (var word : WORDS[place]) {
            if (sql.regionMatches(true, from, word.text, 0, length)) {
                return word.kind;
            }
        }
        return length >= 7 && (first | 0x20) == 'p' && sql.regionMatches(true, from, "pg_temp", 0, 7)
                ? PostgresTokens.PG_TEMP // a session's own, pg_temp_3, too
                : PostgresTokens.OTHER;
    }
}
