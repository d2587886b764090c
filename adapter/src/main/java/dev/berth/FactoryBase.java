package dev.berth;

import dev.berth.config.CheckOnStart;
import dev.berth.config.ConfigException;
import dev.berth.config.JdbcConfig;
import dev.berth.config.RawConfig;
import dev.berth.managed.ConnectionSource;
import dev.berth.managed.JdbcManagedConnection;
import dev.berth.managed.ResourceFailures;
import dev.berth.managed.StartCheck;
import dev.berth.pool.UnpooledConnectionManager;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterAssociation;
import jakarta.resource.spi.TransactionSupport;
import jakarta.resource.spi.ValidatingManagedConnectionFactory;
import java.io.PrintWriter;
import java.io.Serial;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import javax.security.auth.Subject;
import org.jspecify.annotations.Nullable;

/**
 * What a server asks of a connection factory's bean; which properties it has stands in
 * {@link JdbcManagedConnectionFactory}.
 */
abstract class FactoryBase
        implements ManagedConnectionFactory,
                ResourceAdapterAssociation,
                ValidatingManagedConnectionFactory,
                TransactionSupport {

    @Serial
    private static final long serialVersionUID = 1L;

    private transient volatile @Nullable ConnectionSource source;
    private transient volatile @Nullable PrintWriter logWriter;
    private transient @Nullable ResourceAdapter resourceAdapter;

    /** The properties as they are now: what equality and the frozen configuration go by. */
    abstract RawConfig raw();

    @Override
    public Object createConnectionFactory(ConnectionManager manager) throws ResourceException {
        var from = source();
        var check = new StartCheck(from);
        if (check.mode() == CheckOnStart.FAIL) {
            fail(check);
        }
        if (resourceAdapter instanceof JdbcResourceAdapter adapter) {
            adapter.watches().add(this, from, check);
        }
        return new JdbcDataSource((JdbcManagedConnectionFactory) this, manager);
    }

    private static void fail(StartCheck check) throws ResourceException {
        try {
            check.fail();
        } catch (SQLException trouble) {
            throw ResourceFailures.of("The deployment is refused", trouble);
        }
    }

    /** Outside a server: one physical connection for each handle. */
    @Override
    public Object createConnectionFactory() throws ResourceException {
        return createConnectionFactory(new UnpooledConnectionManager());
    }

    @Override
    public ManagedConnection createManagedConnection(@Nullable Subject subject, @Nullable ConnectionRequestInfo request)
            throws ResourceException {
        var from = source();
        var connection = from.connect(from.identity(subject, request));
        connection.setLogWriter(logWriter);
        return connection;
    }

    /** The first of the set that is ours, usable, and of the identity asked for; null when none is. */
    @Override
    @SuppressWarnings("rawtypes") // the interface is older than generics
    public @Nullable ManagedConnection matchManagedConnections(
            Set connections, @Nullable Subject subject, @Nullable ConnectionRequestInfo request)
            throws ResourceException {
        var from = source();
        var asked = from.identity(subject, request);
        for (var candidate : connections) {
            if (candidate instanceof JdbcManagedConnection connection && connection.matches(from, asked)) {
                return connection;
            }
        }
        return null;
    }

    /**
     * Those of the set that are ours, do not answer within the validation timeout, and cannot be replaced underneath.
     * One that has answered within the trust window is not asked.
     */
    @Override
    @SuppressWarnings("rawtypes") // the interface is older than generics
    public Set<ManagedConnection> getInvalidConnections(Set connections) {
        Set<ManagedConnection> invalid = Set.of(); // what nearly every call answers
        for (var candidate : connections) {
            if (candidate instanceof JdbcManagedConnection connection && !connection.isValid()) {
                invalid = invalid.isEmpty() ? new HashSet<>() : invalid;
                invalid.add(connection);
            }
        }
        return invalid;
    }

    /** Never above what the database offers, whatever the server's own configuration says (8.13). */
    @Override
    public TransactionSupportLevel getTransactionSupport() {
        try {
            return source().level();
        } catch (ResourceException refused) {
            throw new IllegalStateException(refused.getMessage(), refused);
        }
    }

    final ConnectionSource source() throws ResourceException {
        var now = source;
        return now != null ? now : freeze();
    }

    private synchronized ConnectionSource freeze() throws ResourceException {
        var now = source;
        if (now == null) {
            try {
                now = ConnectionSource.of(this, JdbcConfig.of(raw()));
            } catch (ConfigException refused) {
                throw ResourceFailures.of(refused);
            }
            new StartCheck(now).warnOfWeakTls();
            source = now;
        }
        return now;
    }

    /** Refuses a change once the configuration is frozen. */
    final void changing(String property) {
        if (source != null) {
            throw new IllegalStateException(
                    property + " cannot change any more: the connection factory is in use; deploy it anew");
        }
    }

    @Override
    public @Nullable ResourceAdapter getResourceAdapter() {
        return resourceAdapter;
    }

    /** Called once (6.3.2). */
    @Override
    public void setResourceAdapter(ResourceAdapter adapter) throws ResourceException {
        if (resourceAdapter != null && resourceAdapter != adapter) {
            throw new jakarta.resource.spi.IllegalStateException("The resource adapter is set already");
        }
        resourceAdapter = adapter;
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return logWriter;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        logWriter = out;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof FactoryBase factory
                        && getClass() == factory.getClass()
                        && raw().equals(factory.raw()));
    }

    @Override
    public int hashCode() {
        return raw().hashCode();
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "[" + raw() + "]";
    }
}
