package dev.berth.managed;

import dev.berth.config.JdbcConfig;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** What every statement of a factory starts with: {@code queryTimeout}, {@code slowStatementThreshold}. */
final class Statements {

    private final int queryTimeout;
    private final @Nullable SlowStatements slow;

    Statements(JdbcConfig config, String pool) {
        this.queryTimeout = (int) config.session().queryTimeout().toSeconds();
        var observed = config.observation();
        this.slow = observed.slowStatement().isZero()
                ? null
                : new SlowStatements(pool, observed.slowStatement(), observed.logParameters());
    }

    <S extends Statement> S made(S raw, @Nullable String sql, ManagedSession session) throws SQLException {
        if (queryTimeout > 0) {
            raw.setQueryTimeout(queryTimeout);
            session.limited();
        }
        return slow == null ? raw : slow.watched(raw, sql);
    }
}
