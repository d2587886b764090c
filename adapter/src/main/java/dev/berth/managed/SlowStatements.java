package dev.berth.managed;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Logs statements that take long. Each statement of the driver is put behind a dynamic proxy, which costs a few
 * nanoseconds a call, and only where {@code slowStatementThreshold} is set.
 */
final class SlowStatements {

    private static final Logger LOG = System.getLogger("dev.berth.slow");
    private static final int LONGEST = 4000; // characters of SQL in a log line

    private final String pool;
    private final Duration threshold;
    private final boolean logParameters;

    SlowStatements(String pool, Duration threshold, boolean logParameters) {
        this.pool = pool;
        this.threshold = threshold;
        this.logParameters = logParameters;
    }

    @SuppressWarnings("unchecked") // the proxy has the interface that S is, or one above
    <S extends Statement> S watched(S raw, @Nullable String sql) {
        Class<?> kind = raw instanceof CallableStatement
                ? CallableStatement.class
                : raw instanceof PreparedStatement ? PreparedStatement.class : Statement.class;
        return (S) Proxy.newProxyInstance(
                SlowStatements.class.getClassLoader(), new Class<?>[] {kind}, new WatchedStatement(raw, sql, this));
    }

    boolean isSlow(long nanoseconds) {
        return nanoseconds >= threshold.toNanos();
    }

    /** One more statement of a batch, no longer than what is logged of it. */
    void append(StringBuilder batch, String sql) {
        if (batch.length() <= LONGEST) {
            batch.append(batch.isEmpty() ? "" : "; ").append(sql);
        }
    }

    boolean logsParameters() {
        return logParameters;
    }

    /**
     * One line.
     *
     * @param outcome how many rows, or what SQLState it failed with
     */
    void log(SlowStatement slow, String outcome) {
        LOG.log(
                Level.WARNING,
                "Slow statement on " + pool + ": "
                        + Duration.ofNanos(slow.nanoseconds()).toMillis() + " ms, " + outcome + ", thread "
                        + slow.thread() + ": " + shortened(slow.sql())
                        + (logParameters ? " with " + slow.parameters() : ""));
    }

    private static String shortened(String sql) {
        return sql.length() <= LONGEST ? sql : sql.substring(0, LONGEST) + "... (" + sql.length() + " characters)";
    }
}
