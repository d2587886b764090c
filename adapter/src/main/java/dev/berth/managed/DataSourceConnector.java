package dev.berth.managed;

import dev.berth.config.ConfigException;
import dev.berth.config.Credentials;
import dev.berth.config.JdbcConfig;
import dev.berth.config.Placeholders;
import dev.berth.dialect.ConnectSettings;
import dev.berth.dialect.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.CommonDataSource;
import javax.sql.ConnectionPoolDataSource;
import javax.sql.DataSource;
import javax.sql.PooledConnection;
import javax.sql.XAConnection;
import javax.sql.XADataSource;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/** By class name: an XADataSource, ConnectionPoolDataSource or DataSource of any driver, in that order. */
final class DataSourceConnector implements Connector {

    private final JdbcConfig config;
    private final String className;
    private final Dialect dialect;
    private final ConnectSettings settings;
    private final CommonDataSource checked;

    DataSourceConnector(JdbcConfig config, String className, Dialect dialect, ConnectSettings settings) {
        this.settings = settings;
        this.config = config;
        this.className = className;
        this.dialect = dialect;
        this.checked = configured();
    }

    /** A data source with its properties as they resolve now. */
    private CommonDataSource configured() {
        var bean = new DriverBean("dataSourceClass", className);
        try {
            dialect.beanDefaults(settings).forEach(bean::offer);
        } catch (IllegalArgumentException refused) {
            throw Connectors.refused(refused);
        }
        if (config.url() != null) {
            var url = Placeholders.resolve("connectionURL", config.url());
            NearestName.check("connectionURL", dialect.urlProperties(url), dialect.driverProperties());
            bean.setUrl(url);
        }
        config.driverProperties()
                .forEach((name, value) -> bean.set(name, Placeholders.resolve("driverProperties", value)));
        if (!(bean.instance() instanceof CommonDataSource source)
                || !(source instanceof XADataSource
                        || source instanceof ConnectionPoolDataSource
                        || source instanceof DataSource)) {
            throw new ConfigException(
                    "dataSourceClass",
                    className + " is no XADataSource, ConnectionPoolDataSource or DataSource: name one that is");
        }
        return source;
    }

    @Override
    public Physical open(Credentials credentials) throws SQLException {
        var physical = opened(credentials);
        try {
            dialect.connected(
                    physical.connection(), settings, config.driverProperties().keySet());
            return physical;
        } catch (SQLException | RuntimeException failure) {
            physical.closeQuietly();
            throw failure;
        }
    }

    private Physical opened(Credentials credentials) throws SQLException {
        var source = configured();
        source.setLoginTimeout((int) config.connecting().loginTimeout().toSeconds());
        if (source instanceof XADataSource xa) {
            return of(
                    credentials.user() == null
                            ? xa.getXAConnection()
                            : xa.getXAConnection(credentials.user(), credentials.password()));
        }
        if (source instanceof ConnectionPoolDataSource pool) {
            return of(
                    credentials.user() == null
                            ? pool.getPooledConnection()
                            : pool.getPooledConnection(credentials.user(), credentials.password()));
        }
        var plain = (DataSource) source;
        var connection = credentials.user() == null
                ? plain.getConnection()
                : plain.getConnection(credentials.user(), credentials.password());
        return new Physical(connection, null, resource(dialect.physical(connection), null));
    }

    private Physical of(PooledConnection pooled) throws SQLException {
        try {
            var connection = dialect.physical(pooled.getConnection());
            return new Physical(connection, pooled, resource(connection, pooled));
        } catch (SQLException | RuntimeException failure) {
            pooled.close();
            throw failure;
        }
    }

    private @Nullable XAResource resource(Connection connection, @Nullable PooledConnection pooled)
            throws SQLException {
        var ours = dialect.branch(connection);
        if (ours.isPresent()) {
            return ours.get();
        }
        return pooled instanceof XAConnection xa ? xa.getXAResource() : null;
    }

    @Override
    public boolean xa() {
        return dialect.hasBranch() || checked instanceof XADataSource;
    }
}
