package dev.berth.dialect;

import java.util.regex.Pattern;

/**
 * What may run in a session that is another's after the transaction. A reset in vain costs a round trip, and so traces
 * are read with suspicion; a refusal in vain costs a feature, and so what PostgreSQL takes back at the end of the
 * transaction passes here.
 *
 * <p>Source: PgBouncer, features, SQL feature map for pooling modes.
 */
final class PostgresPooled {

    private static final String PLAIN = "[^()';]*";

    /** Up to its last argument: literals, and one more level of parentheses. */
    private static final Pattern LOCAL_CONFIG = Pattern.compile(
            "\\bset_config\\s*\\((?:" + PLAIN + "(?:'[^']*'|\\(" + PLAIN + "(?:'[^']*'" + PLAIN + ")*\\)))*" + PLAIN
                    + ",\\s*true\\s*\\)",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern DROPPED_TABLE = Pattern.compile(
            "\\bcreate\\s+(?:(?:local|global)\\s+)?temp(?:orary)?\\s+(table\\b[^;]*?\\bon\\s+commit\\s+drop\\b)",
            Pattern.CASE_INSENSITIVE);

    /** Its body is seen as little as that of a function. */
    private static final Pattern ANONYMOUS_BLOCK = Pattern.compile("(^|;)(\\s*)do\\b", Pattern.CASE_INSENSITIVE);

    private PostgresPooled() {}

    static boolean outlivesTransaction(String sql) {
        var text = LOCAL_CONFIG.matcher(sql).replaceAll("now()");
        text = DROPPED_TABLE.matcher(text).replaceAll("create $1");
        text = ANONYMOUS_BLOCK.matcher(text).replaceAll("$1$2select");
        return !PostgresTraces.of(text).isEmpty();
    }
}
