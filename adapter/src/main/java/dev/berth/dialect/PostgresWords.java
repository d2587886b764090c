package dev.berth.dialect;

/** The words that {@link PostgresTraces} knows, in any case. */
final class PostgresWords {

    private record Word(String text, int kind) {}

    /** By first letter, so that nearly every word of a text costs one look. */
    private static final Word[][] BY_LETTER = new Word[26][0];

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
            int letter = text.charAt(0) - 'a';
            var longer = java.util.Arrays.copyOf(BY_LETTER[letter], BY_LETTER[letter].length + 1);
            longer[longer.length - 1] = new Word(text, kind);
            BY_LETTER[letter] = longer;
        }
    }

    /** What the word between {@code from} and {@code to} is to us. */
    static int kind(String sql, int from, int to) {
        int letter = (sql.charAt(from) | 0x20) - 'a';
        if (letter < 0 || letter > 25) {
            return PostgresTokens.OTHER;
        }
        int length = to - from;
        for (var word : BY_LETTER[letter]) {
            if (word.text.length() == length && sql.regionMatches(true, from, word.text, 0, length)) {
                return word.kind;
            }
        }
        return letter == 'p' - 'a' && sql.regionMatches(true, from, "pg_temp", 0, 7)
                ? PostgresTokens.PG_TEMP // a session's own, pg_temp_3, too
                : PostgresTokens.OTHER;
    }
}
