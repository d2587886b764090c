package dev.berth.config;

import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What every user of a session starts with. Null, false and zero: as the database has it.
 *
 * @param applicationName what the database's own views show; null: the pool's name
 * @param isolation a constant of {@link Connection}
 * @param statementTimeout kept by the database
 * @param queryTimeout kept by the driver
 * @param customizer the class that has its own part in the sessions
 * @param reset what the next user does not inherit
 */
public record SessionDefaults(
        @Nullable String applicationName,
        @Nullable String schema,
        @Nullable String role,
        boolean readOnly,
        @Nullable Integer isolation,
        Duration statementTimeout,
        Duration queryTimeout,
        @Nullable String initSql,
        @Nullable String customizer,
        Reset reset) {

    private static final Map<String, Integer> ISOLATION = Map.of(
            "READ_UNCOMMITTED", Connection.TRANSACTION_READ_UNCOMMITTED,
            "READ_COMMITTED", Connection.TRANSACTION_READ_COMMITTED,
            "REPEATABLE_READ", Connection.TRANSACTION_REPEATABLE_READ,
            "SERIALIZABLE", Connection.TRANSACTION_SERIALIZABLE);

    static SessionDefaults of(RawConfig raw) {
        return new SessionDefaults(
                Checked.text(raw.applicationName()),
                Checked.text(raw.schema()),
                Checked.text(raw.role()),
                raw.readOnly(),
                isolation(Checked.text(raw.transactionIsolation())),
                Checked.seconds("statementTimeout", raw.statementTimeout(), 0, 604_800),
                Checked.seconds("queryTimeout", raw.queryTimeout(), 0, 604_800),
                Checked.text(raw.connectionInitSql()),
                Checked.text(raw.connectionCustomizer()),
                Reset.of(raw.reset()));
    }

    private static @Nullable Integer isolation(@Nullable String name) {
        return name == null
                ? null
                : ISOLATION.get(Checked.choice(
                        "transactionIsolation",
                        name,
                        List.of("READ_UNCOMMITTED", "READ_COMMITTED", "REPEATABLE_READ", "SERIALIZABLE")));
    }

    /** The first property that is set and lives in the session; null when none is. */
    @Nullable
    String ofSession() {
        if (schema != null) {
            return "schema";
        }
        if (role != null) {
            return "role";
        }
        if (readOnly) {
            return "readOnly";
        }
        if (isolation != null) {
            return "transactionIsolation";
        }
        if (!statementTimeout.isZero()) {
            return "statementTimeout";
        }
        if (initSql != null) {
            return "connectionInitSql";
        }
        return reset == Reset.DISCARD ? "reset" : null;
    }

    /** Without SQL: it may hold what is nobody's business. */
    @Override
    public String toString() {
        return "SessionDefaults[" + applicationName + ", reset " + reset + "]";
    }
}
