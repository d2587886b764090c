package dev.berth.deploy.bench;

import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionMetaData;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.security.auth.Subject;
import javax.transaction.xa.XAResource;

/**
 * The driver's connection as it is; of its objects only the handle of the connection is not the driver's. Which one is
 * settled by the first thread that uses it after its return.
 */
final class BareConnection implements ManagedConnection, LocalTransaction {

    private static final Class<?>[] CONNECTION = {Connection.class};

    private final BareSessions sessions;
    private final List<ConnectionEventListener> listeners = new CopyOnWriteArrayList<>();
    private final BareBranch branch = new BareBranch(this::raw);
    private volatile BareSessions.Session session;

    BareConnection(BareSessions sessions) {
        this.sessions = sessions;
    }

    private Connection raw() {
        if (session == null) {
            session = sessions.take();
        }
        return session.raw;
    }

    @Override
    public Object getConnection(Subject subject, ConnectionRequestInfo info) {
        return Proxy.newProxyInstance(BareConnection.class.getClassLoader(), CONNECTION, this::call);
    }

    private Object call(Object handle, Method method, Object... arguments) throws SQLException {
        return switch (method.getName()) {
            case "close" -> {
                closed(handle);
                yield null;
            }
            case "equals" -> handle == arguments[0];
            case "hashCode" -> System.identityHashCode(handle);
            default -> forward(method, arguments);
        };
    }

    private Object forward(Method method, Object... arguments) throws SQLException {
        try {
            return method.invoke(raw(), arguments);
        } catch (InvocationTargetException failure) {
            throw new SQLException(failure.getCause());
        } catch (IllegalAccessException failure) {
            throw new SQLException(failure);
        }
    }

    private void closed(Object handle) {
        var event = new ConnectionEvent(this, ConnectionEvent.CONNECTION_CLOSED);
        event.setConnectionHandle(handle);
        for (var listener : listeners) {
            listener.connectionClosed(event);
        }
    }

    @Override
    public void addConnectionEventListener(ConnectionEventListener listener) {
        listeners.add(listener);
    }

    @Override
    public void removeConnectionEventListener(ConnectionEventListener listener) {
        listeners.remove(listener);
    }

    @Override
    public XAResource getXAResource() {
        return branch;
    }

    @Override
    public LocalTransaction getLocalTransaction() {
        return this;
    }

    @Override
    public void begin() throws ResourceException {
        does(branch::open);
    }

    @Override
    public void commit() throws ResourceException {
        does(raw()::commit);
    }

    @Override
    public void rollback() throws ResourceException {
        does(raw()::rollback);
    }

    @Override
    public void cleanup() {
        if (session != null) { // the benchmark leaves nothing else behind
            session.giveBack();
            session = null;
        }
    }

    @Override
    public void destroy() throws ResourceException {
        raw();
        does(() -> sessions.close(session));
    }

    @Override
    public void associateConnection(Object handle) throws ResourceException {
        throw new NotSupportedException("a handle stays with its connection");
    }

    @Override
    public ManagedConnectionMetaData getMetaData() throws ResourceException {
        throw new NotSupportedException("tells nothing");
    }

    @Override
    public void setLogWriter(PrintWriter out) {
        // writes nothing
    }

    @Override
    public PrintWriter getLogWriter() {
        return null;
    }

    /** A call of the driver. */
    @FunctionalInterface
    private interface Deed {
        void run() throws SQLException;
    }

    private static void does(Deed deed) throws ResourceException {
        try {
            deed.run();
        } catch (SQLException failure) {
            throw new ResourceException(failure);
        }
    }
}
