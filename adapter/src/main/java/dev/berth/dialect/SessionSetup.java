package dev.berth.dialect;

import java.sql.Connection;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What every session has by configuration, and has again after a reset. Null, false and zero leave a thing as the
 * database has it.
 *
 * @param schema where unqualified names are looked up; on PostgreSQL all of search_path, {@code a, b} too: what is not
 *     in lower case stands in double quotes there
 * @param role to work as; exactly as it is named
 * @param readOnly whether transactions are read only unless they say otherwise
 * @param isolation a constant of {@link Connection}
 * @param statementTimeout after which the database ends a statement; zero: none
 * @param applicationName by which the database shows the session
 * @param initSql statements of the user's, run behind all of these; run again after a reset that undoes them
 * @param pooled whether the session was opened by a pooler, to whose defaults a reset goes back
 */
public record SessionSetup(
        @Nullable String schema,
        @Nullable String role,
        boolean readOnly,
        @Nullable Integer isolation,
        Duration statementTimeout,
        @Nullable String applicationName,
        @Nullable String initSql,
        boolean pooled) {

    /** Nothing at all. */
    public static final SessionSetup NONE = new SessionSetup(null, null, false, null, Duration.ZERO, null, null);

    private static final Set<Integer> ISOLATIONS = Set.of(
            Connection.TRANSACTION_READ_UNCOMMITTED,
            Connection.TRANSACTION_READ_COMMITTED,
            Connection.TRANSACTION_REPEATABLE_READ,
            Connection.TRANSACTION_SERIALIZABLE);

    /**
     * Checks what it can.
     *
     * @throws IllegalArgumentException when the isolation is none of JDBC's or the timeout is negative
     */
    public SessionSetup {
        if (isolation != null && !ISOLATIONS.contains(isolation)) {
            throw new IllegalArgumentException(
                    "The isolation " + isolation + " is none of the constants of java.sql.Connection");
        }
        if (statementTimeout.isNegative()) {
            throw new IllegalArgumentException("The statementTimeout " + statementTimeout + " is negative");
        }
    }

    /** For a session that the driver itself opens. */
    public SessionSetup(
            @Nullable String schema,
            @Nullable String role,
            boolean readOnly,
            @Nullable Integer isolation,
            Duration statementTimeout,
            @Nullable String applicationName,
            @Nullable String initSql) {
        this(schema, role, readOnly, isolation, statementTimeout, applicationName, initSql, false);
    }

    /** Without SQL: it may hold what is nobody's business. */
    @Override
    public String toString() {
        return "SessionSetup[" + applicationName + "]";
    }
}
