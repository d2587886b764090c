package dev.berth.jta;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicReference;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.jspecify.annotations.Nullable;

/**
 * An XAResource for recovery alone, over a connection that it opens when it is called. A call takes the connection out of
 * its place and puts it back after success, so that two threads never share one and no lock is held over the database.
 */
final class RecoveryXaResource implements XAResource {

    private static final Logger LOG = System.getLogger("dev.berth.jta");
    private static final Xid[] NONE = {};

    private final ManagedConnectionFactory factory;
    private final ConnectionRequestInfo identity;
    private final AtomicReference<@Nullable Session> kept = new AtomicReference<>();
    private volatile boolean closed;

    RecoveryXaResource(ManagedConnectionFactory factory, ConnectionRequestInfo identity) {
        this.factory = factory;
        this.identity = identity;
    }

    /** A question or an order to the database. */
    @FunctionalInterface
    private interface Call<T> {
        T on(XAResource resource) throws XAException;
    }

    /** The prepared branches at TMSTARTRSCAN; at TMENDRSCAN alone nothing, and the connection is closed. */
    @Override
    public Xid[] recover(int flags) throws XAException {
        if (flags == TMENDRSCAN) {
            letGo();
            return NONE;
        }
        letGo(); // what an earlier scan kept may be dead by now
        return call(resource -> resource.recover(flags));
    }

    @Override
    public void commit(Xid xid, boolean onePhase) throws XAException {
        call(resource -> {
            resource.commit(xid, onePhase);
            return true;
        });
    }

    @Override
    public void rollback(Xid xid) throws XAException {
        call(resource -> {
            resource.rollback(xid);
            return true;
        });
    }

    @Override
    public void forget(Xid xid) throws XAException {
        call(resource -> {
            resource.forget(xid);
            return true;
        });
    }

    private <T> T call(Call<T> call) throws XAException {
        var had = kept.getAndSet(null);
        var session = had == null ? open() : had;
        boolean good = false;
        try {
            T answer = call.on(session.resource());
            good = true;
            return answer;
        } catch (XAException refused) {
            good = refused.errorCode != XAException.XAER_RMFAIL && refused.errorCode != XAException.XAER_RMERR;
            throw refused;
        } finally {
            if (!good || session.broken || !kept.compareAndSet(null, session)) {
                session.destroy();
            } else if (closed) {
                letGo(); // it was closed before this one was put back
            }
        }
    }

    private Session open() throws XAException {
        if (closed) {
            throw failure(
                    XAException.XAER_RMFAIL, "The pool is closed: nothing is recovered through it any more", null);
        }
        try {
            return new Session(factory.createManagedConnection(null, identity));
        } catch (ResourceException away) {
            throw failure(XAException.XAER_RMFAIL, "No connection for recovery: " + away.getMessage(), away);
        }
    }

    private void letGo() {
        var session = kept.getAndSet(null);
        if (session != null) {
            session.destroy();
        }
    }

    void close() {
        closed = true;
        letGo();
    }

    // ---- what is not recovery's ----

    @Override
    public void start(Xid xid, int flags) throws XAException {
        throw notHere("start");
    }

    @Override
    public void end(Xid xid, int flags) throws XAException {
        throw notHere("end");
    }

    @Override
    public int prepare(Xid xid) throws XAException {
        throw notHere("prepare");
    }

    @Override
    public boolean isSameRM(@Nullable XAResource other) {
        return other == this;
    }

    @Override
    public int getTransactionTimeout() {
        return 0;
    }

    @Override
    public boolean setTransactionTimeout(int seconds) {
        return false;
    }

    private static XAException notHere(String call) {
        return failure(
                XAException.XAER_PROTO, call + " is refused: this resource is for recovery; borrow a connection", null);
    }

    private static XAException failure(int code, String text, @Nullable Exception cause) {
        var failure = new XAException(text);
        failure.errorCode = code;
        failure.initCause(cause);
        return failure;
    }

    /** An open connection; breaks by its own word. */
    private static final class Session implements ConnectionEventListener {

        private final ManagedConnection connection;
        private volatile boolean broken;

        Session(ManagedConnection connection) {
            this.connection = connection;
            connection.addConnectionEventListener(this);
        }

        XAResource resource() throws XAException {
            try {
                return connection.getXAResource();
            } catch (ResourceException refused) {
                throw failure(XAException.XAER_RMERR, "Nothing to recover here: " + refused.getMessage(), refused);
            }
        }

        void destroy() {
            try {
                connection.destroy();
            } catch (ResourceException | RuntimeException failure) {
                LOG.log(Level.DEBUG, "A connection of recovery was given up, but not closed", failure);
            }
        }

        @Override
        public void connectionErrorOccurred(ConnectionEvent event) {
            broken = true;
        }

        @Override
        public void connectionClosed(ConnectionEvent event) {}

        @Override
        public void localTransactionStarted(ConnectionEvent event) {}

        @Override
        public void localTransactionCommitted(ConnectionEvent event) {}

        @Override
        public void localTransactionRolledback(ConnectionEvent event) {}
    }
}
