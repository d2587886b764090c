package dev.berth.managed;

import dev.berth.config.JdbcConfig;
import dev.berth.config.PoolerMode;
import dev.berth.dialect.Dialect;
import dev.berth.dialect.SessionSetup;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a factory's connections are called, here and in the database's own views. */
final class PoolName {

    private PoolName() {}

    /** The configured name, else one by the database. */
    static String of(JdbcConfig config, Dialect dialect, @Nullable String url) {
        var configured = config.connecting().poolName();
        if (configured != null) {
            return configured;
        }
        var database = url == null ? null : dialect.databaseName(url);
        return database == null ? "berth" : "berth:" + database;
    }

    /** What every session starts with: nothing where it is another's after the transaction. */
    static SessionSetup setup(JdbcConfig config, String name) {
        if (config.connecting().pooler() == PoolerMode.TRANSACTION) {
            return SessionSetup.NONE;
        }
        var session = config.session();
        return new SessionSetup(
                session.schema(),
                session.role(),
                session.readOnly(),
                session.isolation(),
                session.statementTimeout(),
                Objects.requireNonNullElse(session.applicationName(), name),
                session.initSql(),
                config.connecting().pooler() == PoolerMode.SESSION);
    }
}
