package dev.berth.managed;

import dev.berth.config.ConfigException;
import dev.berth.config.JdbcConfig;
import dev.berth.config.PoolerMode;
import dev.berth.config.Reset;
import dev.berth.config.SessionDefaults;
import dev.berth.dialect.ConnectSettings;
import dev.berth.dialect.Dialect;
import dev.berth.dialect.Dialects;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import java.util.NoSuchElementException;
import java.util.Objects;

/** What a configuration chooses: the dialect, the way to connect, the level of transactions. */
final class Connectors {

    private Connectors() {}

    static Dialect dialect(JdbcConfig config) {
        try {
            return Dialects.choose(config.dialect(), config.url(), config.dataSourceClass());
        } catch (NoSuchElementException unknown) {
            throw new ConfigException("dialect", "" + unknown.getMessage(), unknown);
        }
    }

    static Connector connector(JdbcConfig config, Dialect dialect, String poolName) {
        if (!dialect.knowsSessions()) {
            refuseWhatIsOfSessions(config.session(), dialect.name());
        }
        var className = config.dataSourceClass();
        var url = config.url();
        var settings = settings(config, poolName);
        if (className != null) {
            return new DataSourceConnector(config, className, dialect, settings);
        }
        if (url != null) {
            return new DriverConnector(config, url, dialect, settings);
        }
        throw new IllegalStateException("JdbcConfig lets neither url nor dataSourceClass be missing");
    }

    private static void refuseWhatIsOfSessions(SessionDefaults session, String dialect) {
        if (session.reset() == Reset.DISCARD) {
            throw new ConfigException(
                    "reset",
                    "discard is not known of this database (dialect " + dialect + "): take session or settings");
        }
        var property =
                session.role() != null ? "role" : session.statementTimeout().isZero() ? "" : "statementTimeout";
        if (!property.isEmpty()) {
            throw new ConfigException(
                    property,
                    "is not known of this database (dialect " + dialect + "): leave it out, and set it by"
                            + " connectionInitSql");
        }
    }

    private static ConnectSettings settings(JdbcConfig config, String poolName) {
        var how = config.connecting();
        return new ConnectSettings(
                how.loginTimeout(),
                how.connectTimeout(),
                how.socketTimeout(),
                Objects.requireNonNullElse(config.session().applicationName(), poolName),
                how.sslMode(),
                how.sslRootCert(),
                how.pooler() != PoolerMode.NONE,
                how.pooler() == PoolerMode.TRANSACTION);
    }

    /** A dialect's refusal of settings that it cannot give to its driver. */
    static ConfigException refused(IllegalArgumentException refusal) {
        return refusal instanceof ConfigException ours
                ? ours
                : new ConfigException("driverProperties", "" + refusal.getMessage(), refusal);
    }

    static TransactionSupportLevel level(JdbcConfig config, Connector connector) {
        var highest = connector.xa() ? TransactionSupportLevel.XATransaction : TransactionSupportLevel.LocalTransaction;
        var asked = config.transactionLevel();
        if (asked == TransactionSupportLevel.XATransaction && !connector.xa()) {
            throw new ConfigException(
                    "transactionLevel",
                    "XATransaction is asked of "
                            + (config.dataSourceClass() == null
                                    ? "a URL whose driver"
                                    : config.dataSourceClass() + ", which")
                            + " offers none: set dataSourceClass to the driver's XADataSource, or take LocalTransaction");
        }
        if (asked == null && config.connecting().pooler() == PoolerMode.TRANSACTION) {
            return TransactionSupportLevel.LocalTransaction;
        }
        return asked == null ? highest : asked;
    }
}
