package dev.berth.managed;

import dev.berth.config.ConfigException;
import dev.berth.config.Credentials;
import dev.berth.handle.ConnectionHandle;
import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.IllegalStateException;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionMetaData;
import jakarta.resource.spi.SecurityException;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import java.io.PrintWriter;
import java.sql.SQLException;
import javax.security.auth.Subject;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/**
 * One physical connection as the server's pool knows it (Jakarta Connectors 2.1, 7.5.4). It may carry several handles;
 * two are equal only if they are the same.
 */
public final class JdbcManagedConnection implements ManagedConnection {

    private final ConnectionSource source;
    private final Credentials credentials;
    private final ConnectionState state = new ConnectionState();
    private final ConnectionEvents events = new ConnectionEvents(this);
    private final ManagedSession session;
    private final ManagedLocalTransaction localTransaction;
    private final ManagedXaResource xaResource;
    private final Upkeep upkeep;
    private final IdleCare idleCare;
    private final LeakWatch leaks;
    private final Cleanup cleanup;
    private final Handles handles = new Handles();
    private final RequestBoundary request = new RequestBoundary();

    private volatile @Nullable PrintWriter logWriter;

    JdbcManagedConnection(ConnectionSource source, Credentials credentials, Physical physical) {
        this.source = source;
        this.credentials = credentials;
        this.session = new ManagedSession(this, source, state, events, physical);
        this.localTransaction = new ManagedLocalTransaction(session, source, state);
        this.xaResource = new ManagedXaResource(session, source, state);
        this.upkeep = new Upkeep(source, credentials, session, state);
        this.idleCare = new IdleCare(source, credentials, session, state, upkeep);
        this.leaks = new LeakWatch(source, session);
        this.cleanup = new Cleanup(session, state, handles, request, upkeep, leaks, source.customizing());
    }

    Upkeep upkeep() {
        return upkeep;
    }

    IdleCare idleCare() {
        return idleCare;
    }

    LeakWatch leaks() {
        return leaks;
    }

    /** Whether it belongs to that source and identity, and may be handed out. */
    public boolean matches(ConnectionSource wanted, Credentials by) {
        return source == wanted && state.usable() && credentials.equals(by);
    }

    // ---- handles ----

    /**
     * A new {@link ConnectionHandle}; earlier ones stay good.
     *
     * @param subject whose credentials have to be this connection's
     * @throws SecurityException when they are another's: the identity of a session does not change (10.1.9)
     * @throws IllegalStateException when the connection is broken or destroyed
     */
    @Override
    public Object getConnection(@Nullable Subject subject, @Nullable ConnectionRequestInfo info)
            throws ResourceException {
        if (subject != null || !credentials.configured() || !RequestInfo.isConfigured(info)) {
            Subjects.requireSame(credentials, source.identity(subject, info));
        }
        boolean leased = lease();
        if (state.worksForNobody()) {
            request.begins(session.physical().connection());
        }
        var handle = handles.make(session, leased || state.isLessee());
        leaks.borrowed();
        return handle;
    }

    @Override
    public void associateConnection(Object connection) throws ResourceException {
        var handle = Association.movable(connection, session);
        if (handle == null) {
            return;
        }
        var before = Association.home(handle, source);
        before.handles.settle(handle);
        lease();
        if (!handle.associate(session)) {
            throw new IllegalStateException("The handle was closed meanwhile: " + handle);
        }
        if (before.handles.forget(handle)) {
            before.leaks.returned();
        }
        handles.remember(handle);
        leaks.borrowed();
    }

    ConnectionSource source() {
        return source;
    }

    /** Whether this leased it: another handle, or a transaction, may have been first. */
    private boolean lease() throws ResourceException {
        try {
            return fit(false);
        } catch (java.lang.IllegalStateException refused) {
            throw new IllegalStateException(refused.getMessage(), refused);
        } catch (SQLException failure) {
            throw ResourceFailures.cannotConnect(source.config(), credentials, failure);
        } catch (ConfigException failure) {
            throw ResourceFailures.of(failure);
        }
    }

    /** Takes it into use, by a handle or a transaction, whichever is first; true where this did, and made it fit. */
    boolean fit(boolean forTransaction) throws SQLException {
        var before = upkeep.lease();
        if (before == Life.LEASED) {
            return false;
        }
        upkeep.leased(before == Life.RENEWING);
        source.customizing().borrowing(session, upkeep);
        if (forTransaction) {
            state.leasedForTransaction();
        }
        return true;
    }

    Handles handles() {
        return handles;
    }

    /** From now on the open handles can be closed and do nothing else. */
    void expireHandles() {
        handles.expire(new ExpiredSession(session));
    }

    /** The handle has closed itself; whatever it did stays until cleanup (7.8.3). */
    void closed(ConnectionHandle handle) {
        if (handles.forget(handle)) {
            leaks.returned();
        }
        events.closed(handle, source.isInOwnPool());
    }

    // ---- life ----

    /**
     * Makes it ready for the next user: closes handles, rolls back what the application left open, restores every
     * setting. The physical connection stays.
     *
     * @throws IllegalStateException while a transaction of the container is open: its outcome is not ours to decide
     * @throws ResourceException when the session cannot be made clean; the server then destroys this connection alone
     */
    @Override
    public void cleanup() throws ResourceException {
        cleanup.run();
    }

    /** Closes everything; legal in any state, twice is nothing. */
    @Override
    public void destroy() throws ResourceException {
        if (!state.destroy()) {
            return;
        }
        source.connections().gone(this);
        upkeep.spare().end();
        handles.lost();
        try {
            session.close();
        } catch (SQLException failure) {
            throw ResourceFailures.of("The physical connection was given up, but not closed", failure);
        }
    }

    /** Whether it can be handed out; an idle one that cannot is replaced underneath first, if there is another. */
    public boolean isValid() {
        return state.usable() && upkeep.isFit();
    }

    @Override
    public void addConnectionEventListener(ConnectionEventListener listener) {
        events.add(listener);
    }

    @Override
    public void removeConnectionEventListener(ConnectionEventListener listener) {
        events.remove(listener);
    }

    // ---- transactions ----

    /** The same resource for as long as this connection lives. */
    @Override
    public XAResource getXAResource() throws ResourceException {
        if (source.level() != TransactionSupportLevel.XATransaction) {
            throw new NotSupportedException("XA is not supported here: the transaction level is " + source.level());
        }
        return xaResource;
    }

    @Override
    public LocalTransaction getLocalTransaction() throws ResourceException {
        if (source.level() == TransactionSupportLevel.NoTransaction) {
            throw new NotSupportedException(
                    "Transactions are not supported here: the transaction level is NoTransaction");
        }
        return localTransaction;
    }

    // ---- about it ----

    @Override
    public ManagedConnectionMetaData getMetaData() throws ResourceException {
        return EisMetaData.of(session, source.dialect());
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        logWriter = out;
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return logWriter;
    }

    @Override
    public String toString() {
        return "JdbcManagedConnection@" + Integer.toHexString(System.identityHashCode(this)) + "[" + state + "]";
    }
}
