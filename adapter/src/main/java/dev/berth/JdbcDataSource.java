package dev.berth;

import dev.berth.managed.RequestInfo;
import dev.berth.pool.UnpooledConnectionManager;
import jakarta.resource.Referenceable;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import java.io.PrintWriter;
import java.io.Serial;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.naming.NamingException;
import javax.naming.Reference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * What JNDI gives an application (Jakarta Connectors 2.1, 7.5.1). A connection is asked of the server's connection
 * manager, in the caller's thread; what that answers in failure becomes an SQLException with the SQLState kept.
 */
public final class JdbcDataSource implements DataSource, Serializable, Referenceable {

    @Serial
    private static final long serialVersionUID = 1L;

    private final JdbcManagedConnectionFactory factory;
    private final ConnectionManager manager;
    private @Nullable Reference reference;

    JdbcDataSource(JdbcManagedConnectionFactory factory, ConnectionManager manager) {
        this.factory = factory;
        this.manager = manager;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return allocate(RequestInfo.CONFIGURED);
    }

    /** As that user: never one of another's connections. */
    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return allocate(new RequestInfo(user, password));
    }

    private Connection allocate(RequestInfo request) throws SQLException {
        try {
            return (Connection) manager.allocateConnection(factory, request);
        } catch (ResourceException failure) {
            throw SqlFailures.of(failure);
        }
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException(
                "This DataSource is no " + type.getName() + ": unwrap a connection instead, for what the driver offers",
                "HY024"); // invalid attribute value
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return factory.getLogWriter();
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        factory.setLogWriter(out);
    }

    /** The seconds that opening a physical connection may take; how long to wait for the pool is the server's. */
    @Override
    public int getLoginTimeout() {
        return factory.getLoginTimeout();
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLFeatureNotSupportedException(
                "The login timeout is configured: set the property loginTimeout of the connection factory",
                "0A000"); // feature not supported
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger("dev.berth");
    }

    @Override
    public void setReference(Reference reference) {
        this.reference = reference;
    }

    /**
     * The server's, where it set one; outside a server one that {@link JdbcObjectFactory} makes an equal DataSource of.
     *
     * @throws NamingException when the configuration holds a literal password
     */
    @Override
    public @Nullable Reference getReference() throws NamingException {
        return reference == null && manager instanceof UnpooledConnectionManager
                ? JdbcObjectFactory.reference(factory.raw())
                : reference;
    }

    @Override
    public String toString() {
        return "JdbcDataSource[" + factory + "]";
    }
}
