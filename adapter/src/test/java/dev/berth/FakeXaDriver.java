package dev.berth;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.ConnectionEvent;
import javax.sql.ConnectionEventListener;
import javax.sql.StatementEventListener;
import javax.sql.XAConnection;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/** A driver by class name, for what real ones cannot be made to do: it counts, and fails as told. */
public final class FakeXaDriver extends XaDriverDouble {

    /** The one made last: the adapter makes one anew for each physical connection. */
    static final AtomicReference<Opened> LAST = new AtomicReference<>();

    /** What one XA connection saw. */
    static final class Opened {
        final List<ConnectionEventListener> listeners = new CopyOnWriteArrayList<>();
        final List<StatementEventListener> statementListeners = new CopyOnWriteArrayList<>();
        final AtomicInteger connectionsGiven = new AtomicInteger();
        final AtomicInteger closed = new AtomicInteger();
        final List<String> boundaries = new CopyOnWriteArrayList<>();
        final List<Xid> branches = new CopyOnWriteArrayList<>(); // as its resource was given them, at each call
        volatile int failWith;
        XAConnection xa;

        Object boundary(String which) throws SQLException {
            boundaries.add(which);
            throw new SQLException("only a hint");
        }

        void tellClosed() {
            listeners.forEach(listener -> listener.connectionClosed(new ConnectionEvent(xa)));
        }

        void tellBroken(SQLException failure) {
            listeners.forEach(listener -> listener.connectionErrorOccurred(new ConnectionEvent(xa, failure)));
        }
    }

    @Override
    public XAConnection getXAConnection() {
        var opened = new Opened();
        LAST.set(opened);
        var autoCommit = new boolean[] {true};
        var connection = Fakes.of(
                Connection.class,
                Map.of(
                        "getAutoCommit",
                        (proxy, method, arguments) -> autoCommit[0],
                        "setAutoCommit",
                        (proxy, method, arguments) -> {
                            autoCommit[0] = (Boolean) arguments[0];
                            return null;
                        },
                        "isValid",
                        (proxy, method, arguments) -> true,
                        "beginRequest",
                        (proxy, method, arguments) -> opened.boundary(method.getName()),
                        "endRequest",
                        (proxy, method, arguments) -> opened.boundary(method.getName())));
        opened.xa = Fakes.of(XAConnection.class, overrides(opened, connection));
        return opened.xa;
    }

    private static Map<String, java.lang.reflect.InvocationHandler> overrides(Opened opened, Connection connection) {
        java.lang.reflect.InvocationHandler failing = (proxy, method, arguments) -> {
            if (arguments[0] instanceof Xid xid) {
                opened.branches.add(xid);
            }
            if (opened.failWith != 0) {
                throw new XAException(opened.failWith);
            }
            return Fakes.defaultOf(method.getReturnType());
        };
        var resource = Fakes.of(
                XAResource.class,
                Map.of(
                        "start",
                        failing,
                        "end",
                        failing,
                        "prepare",
                        failing,
                        "commit",
                        failing,
                        "rollback",
                        failing,
                        "recover",
                        failing));
        var overrides = new HashMap<String, java.lang.reflect.InvocationHandler>();
        overrides.put("getConnection", (proxy, method, arguments) -> {
            opened.connectionsGiven.incrementAndGet();
            return connection;
        });
        overrides.put("getXAResource", (proxy, method, arguments) -> resource);
        overrides.put("close", (proxy, method, arguments) -> opened.closed.incrementAndGet());
        overrides.put(
                "addConnectionEventListener",
                (proxy, method, arguments) -> opened.listeners.add((ConnectionEventListener) arguments[0]));
        overrides.put(
                "removeConnectionEventListener",
                (proxy, method, arguments) -> opened.listeners.remove((ConnectionEventListener) arguments[0]));
        overrides.put(
                "addStatementEventListener",
                (proxy, method, arguments) -> opened.statementListeners.add((StatementEventListener) arguments[0]));
        overrides.put(
                "removeStatementEventListener",
                (proxy, method, arguments) -> opened.statementListeners.remove((StatementEventListener) arguments[0]));
        return overrides;
    }
}
