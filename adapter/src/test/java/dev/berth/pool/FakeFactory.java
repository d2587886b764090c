package dev.berth.pool;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.CommException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.ManagedConnectionMetaData;
import jakarta.resource.spi.ValidatingManagedConnectionFactory;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.security.auth.Subject;
import javax.transaction.xa.XAResource;

/** Connections to nothing, that keep account of who has them: a second owner at once is an error of the pool's. */
final class FakeFactory implements ManagedConnectionFactory, ValidatingManagedConnectionFactory {

    private static final long serialVersionUID = 1L;

    final AtomicInteger open = new AtomicInteger();
    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger mostOpen = new AtomicInteger();
    final AtomicInteger lentTwice = new AtomicInteger();
    final AtomicInteger refused = new AtomicInteger();
    volatile Callable<Void> onOpen = () -> null;
    volatile boolean dirty;
    private final Set<Fake> living = ConcurrentHashMap.newKeySet();

    @Override
    public ManagedConnection createManagedConnection(Subject subject, ConnectionRequestInfo request)
            throws ResourceException {
        try {
            onOpen.call();
        } catch (ResourceException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new CommException(failure.getMessage(), "08001");
        }
        opened.incrementAndGet();
        mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
        var made = new Fake(this);
        living.add(made);
        return made;
    }

    /** Those that are open. */
    List<Fake> living() {
        return List.copyOf(living);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Set getInvalidConnections(Set connections) {
        return (Set) connections.stream().filter(one -> ((Fake) one).invalid).collect(Collectors.toSet());
    }

    @Override
    public Object createConnectionFactory(ConnectionManager manager) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Object createConnectionFactory() {
        throw new UnsupportedOperationException();
    }

    @Override
    @SuppressWarnings("rawtypes")
    public ManagedConnection matchManagedConnections(Set all, Subject subject, ConnectionRequestInfo request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setLogWriter(PrintWriter out) {}

    @Override
    public PrintWriter getLogWriter() {
        return null;
    }

    /** A connection, and its only handle. */
    static final class Fake implements ManagedConnection, AutoCloseable {

        private final FakeFactory factory;
        private final AtomicBoolean lent = new AtomicBoolean();
        private final AtomicBoolean destroyed = new AtomicBoolean();
        private ConnectionEventListener listener;
        volatile boolean invalid;
        volatile boolean dirty;

        Fake(FakeFactory factory) {
            this.factory = factory;
        }

        @Override
        public Object getConnection(Subject subject, ConnectionRequestInfo request) throws ResourceException {
            if (destroyed.get()) {
                factory.refused.incrementAndGet();
                throw new jakarta.resource.spi.IllegalStateException("destroyed");
            }
            if (!lent.compareAndSet(false, true)) {
                factory.lentTwice.incrementAndGet();
            }
            return this;
        }

        /** Gives itself back. */
        @Override
        public void close() {
            listener.connectionClosed(new ConnectionEvent(this, ConnectionEvent.CONNECTION_CLOSED));
        }

        /** Breaks. */
        void fail() {
            listener.connectionErrorOccurred(new ConnectionEvent(this, ConnectionEvent.CONNECTION_ERROR_OCCURRED));
        }

        @Override
        public void cleanup() throws ResourceException {
            lent.set(false);
            if (factory.dirty || dirty || destroyed.get()) {
                throw new CommException("dirty");
            }
        }

        @Override
        public void destroy() {
            if (destroyed.compareAndSet(false, true)) {
                factory.living.remove(this);
                factory.open.decrementAndGet();
            }
        }

        boolean isDestroyed() {
            return destroyed.get();
        }

        @Override
        public void associateConnection(Object connection) {}

        @Override
        public void addConnectionEventListener(ConnectionEventListener added) {
            listener = added;
        }

        @Override
        public void removeConnectionEventListener(ConnectionEventListener removed) {}

        @Override
        public XAResource getXAResource() {
            throw new UnsupportedOperationException();
        }

        @Override
        public LocalTransaction getLocalTransaction() {
            throw new UnsupportedOperationException();
        }

        @Override
        public ManagedConnectionMetaData getMetaData() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setLogWriter(PrintWriter out) {}

        @Override
        public PrintWriter getLogWriter() {
            return null;
        }
    }
}
