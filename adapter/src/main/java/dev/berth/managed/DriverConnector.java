package dev.berth.managed;

import dev.berth.config.ConfigException;
import dev.berth.config.Credentials;
import dev.berth.config.JdbcConfig;
import dev.berth.config.Placeholders;
import dev.berth.dialect.ConnectSettings;
import dev.berth.dialect.Dialect;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/** By URL: the driver that accepts it, found as a service beside the adapter or the application. */
final class DriverConnector implements Connector {

    private final Driver driver;
    private final String url;
    private final JdbcConfig config;
    private final Dialect dialect;
    private final ConnectSettings settings;

    DriverConnector(JdbcConfig config, String url, Dialect dialect, ConnectSettings settings) {
        this.config = config;
        this.url = url;
        this.dialect = dialect;
        this.driver = find(resolvedUrl());
        this.settings = settings;
        NearestName.check("driverProperties", config.driverProperties().keySet(), dialect.driverProperties());
        NearestName.check("connectionURL", dialect.urlProperties(resolvedUrl()), dialect.driverProperties());
        defaults();
    }

    private String resolvedUrl() {
        return Placeholders.resolve("connectionURL", url);
    }

    private static Driver find(String url) {
        var seen = new ArrayList<String>();
        for (var loader : loaders()) {
            var drivers = ServiceLoader.load(Driver.class, loader).iterator();
            while (hasNext(drivers, seen)) {
                var driver = next(drivers, seen);
                if (driver != null && accepts(driver, url)) {
                    return driver;
                }
            }
        }
        throw new ConfigException(
                "connectionURL",
                "no JDBC driver accepts '" + JdbcConfig.redacted(url) + "' (asked: " + seen
                        + "): correct the URL, or put its driver beside the adapter");
    }

    /** Where services are looked for: beside the adapter, then beside the application. */
    static List<ClassLoader> loaders() {
        var own = DriverConnector.class.getClassLoader();
        var context = Thread.currentThread().getContextClassLoader();
        return context == null || context == own ? List.of(own) : List.of(own, context);
    }

    /** A provider that cannot be loaded must not hide the next one: it is named where none is found. */
    private static boolean hasNext(java.util.Iterator<Driver> drivers, List<String> seen) {
        try {
            return drivers.hasNext();
        } catch (ServiceConfigurationError broken) {
            seen.add(broken.getMessage());
            return false;
        }
    }

    private static @Nullable Driver next(java.util.Iterator<Driver> drivers, List<String> seen) {
        try {
            var driver = drivers.next();
            seen.add(driver.getClass().getName());
            return driver;
        } catch (ServiceConfigurationError broken) {
            seen.add(broken.getMessage());
            return null;
        }
    }

    private static boolean accepts(Driver driver, String url) {
        try {
            return driver.acceptsURL(url);
        } catch (SQLException malformed) {
            throw new ConfigException(
                    "connectionURL",
                    "'" + JdbcConfig.redacted(url) + "' is malformed: " + malformed.getMessage(),
                    malformed);
        }
    }

    @Override
    public Physical open(Credentials credentials) throws SQLException {
        var properties = defaults();
        config.driverProperties()
                .forEach(
                        (name, value) -> properties.setProperty(name, Placeholders.resolve("driverProperties", value)));
        if (credentials.user() != null) {
            properties.setProperty("user", credentials.user());
        }
        if (credentials.password() != null) {
            properties.setProperty("password", credentials.password());
        }
        var connection = driver.connect(resolvedUrl(), properties);
        if (connection == null) {
            throw new SQLException(
                    driver.getClass().getName() + " did not accept " + JdbcConfig.redacted(url)
                            + ": correct connectionURL",
                    "08001"); // sqlclient_unable_to_establish_sqlconnection
        }
        try {
            dialect.connected(connection, settings, given());
            return new Physical(connection, null, branch(connection));
        } catch (SQLException | RuntimeException failure) {
            connection.close();
            throw failure;
        }
    }

    private Set<String> given() {
        var names = new HashSet<>(dialect.urlProperties(resolvedUrl()));
        names.addAll(config.driverProperties().keySet());
        return names;
    }

    private Properties defaults() {
        var properties = new Properties();
        try {
            dialect.defaults(properties, settings);
            return properties;
        } catch (IllegalArgumentException refused) {
            throw Connectors.refused(refused);
        }
    }

    private @Nullable XAResource branch(Connection connection) {
        return dialect.branch(connection).orElse(null);
    }

    @Override
    public boolean xa() {
        return dialect.hasBranch();
    }
}
