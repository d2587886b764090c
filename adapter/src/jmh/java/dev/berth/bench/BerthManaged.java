package dev.berth.bench;

import dev.berth.JdbcManagedConnectionFactory;
import dev.berth.managed.JdbcManagedConnection;
import dev.berth.managed.RequestInfo;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * What our managed connections cost a pool that costs nothing: a stack of them, for one thread. A borrow is
 * {@code getConnection} on the topmost, a return {@code cleanup} by the event of the closed handle.
 */
final class BerthManaged implements Candidate {

    private JdbcManagedConnection[] idle = {};
    private int top;

    @Override
    public String name() {
        return "berth-managed";
    }

    @Override
    public String settings() {
        return "no pool: a stack for one thread over JdbcManagedConnection";
    }

    @Override
    public DataSource open(String url, int size) throws ResourceException {
        var factory = new JdbcManagedConnectionFactory();
        factory.setConnectionURL(url);
        idle = new JdbcManagedConnection[size];
        for (int i = 0; i < size; i++) {
            var made = (JdbcManagedConnection) factory.createManagedConnection(null, RequestInfo.CONFIGURED);
            made.addConnectionEventListener(new Return(made));
            idle[top++] = made;
        }
        return new Lending();
    }

    @Override
    public void close() throws SQLException {
        try {
            while (top > 0) {
                idle[--top].destroy();
            }
        } catch (ResourceException failure) {
            throw new SQLException(failure);
        }
    }

    /** Writes nothing where it stands already: the collector's barrier is no cost of a managed connection. */
    private void push(JdbcManagedConnection managed) {
        if (idle[top] != managed) {
            idle[top] = managed;
        }
        top++;
    }

    private final class Lending extends LendingSource {
        @Override
        public Connection getConnection() throws SQLException {
            try {
                return (Connection) idle[--top].getConnection(null, RequestInfo.CONFIGURED);
            } catch (ResourceException failure) {
                throw new SQLException(failure);
            }
        }
    }

    private final class Return implements ConnectionEventListener {

        private final JdbcManagedConnection managed;

        Return(JdbcManagedConnection managed) {
            this.managed = managed;
        }

        @Override
        public void connectionClosed(ConnectionEvent event) {
            try {
                managed.cleanup();
                push(managed);
            } catch (ResourceException failure) {
                throw new IllegalStateException(failure);
            }
        }

        @Override
        public void connectionErrorOccurred(ConnectionEvent event) {
            throw new IllegalStateException(event.getException());
        }

        @Override
        public void localTransactionStarted(ConnectionEvent event) {}

        @Override
        public void localTransactionCommitted(ConnectionEvent event) {}

        @Override
        public void localTransactionRolledback(ConnectionEvent event) {}
    }
}
