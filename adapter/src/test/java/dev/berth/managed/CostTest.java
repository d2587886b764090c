package dev.berth.managed;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.berth.JdbcManagedConnectionFactory;
import dev.berth.TestPostgres;
import dev.berth.handle.ConnectionHandle;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import java.lang.management.ManagementFactory;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** With everything at its default a borrow and return makes a handle and an event, and nothing else. */
class CostTest {

    private static final int ROUNDS = 20_000;

    /** The compiler works beside other threads, and may have to wait for a busy machine. */
    private static final int MOST_TRIES = 100;

    @Test
    void a_borrow_and_return_allocates_the_handle_and_the_event() throws Exception {
        var factory = TestPostgres.factory();
        var managed = (JdbcManagedConnection) factory.createManagedConnection(null, null);
        managed.addConnectionEventListener(new Silent());
        var idle = new One(managed);
        try {
            long handleAndEvent = 24 + 32; // ConnectionHandle, ConnectionEvent, with compressed pointers
            long least = Long.MAX_VALUE;
            for (int i = 0; i < MOST_TRIES && least > handleAndEvent; i++) { // until the compiler has seen it
                least = Math.min(least, bytes(factory, idle));
            }
            assertTrue(least <= handleAndEvent, "allocates " + least + " bytes");
        } finally {
            managed.destroy();
        }
    }

    /** Bytes a round, over many. */
    private static long bytes(JdbcManagedConnectionFactory factory, Set<JdbcManagedConnection> idle) throws Exception {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < ROUNDS; i++) {
            var managed = (JdbcManagedConnection) factory.matchManagedConnections(idle, null, RequestInfo.CONFIGURED);
            assertTrue(factory.getInvalidConnections(idle).isEmpty());
            ((ConnectionHandle) managed.getConnection(null, RequestInfo.CONFIGURED)).close();
            managed.cleanup();
        }
        return (threads.getCurrentThreadAllocatedBytes() - before) / ROUNDS;
    }

    /** A pool's set of one candidate, whose iterator is no cost of ours. */
    private static final class One extends AbstractSet<JdbcManagedConnection>
            implements Iterator<JdbcManagedConnection> {
        private final JdbcManagedConnection only;
        private boolean given;

        One(JdbcManagedConnection only) {
            this.only = only;
        }

        @Override
        public Iterator<JdbcManagedConnection> iterator() {
            given = false;
            return this;
        }

        @Override
        public boolean hasNext() {
            return !given;
        }

        @Override
        public JdbcManagedConnection next() {
            if (given) {
                throw new NoSuchElementException();
            }
            given = true;
            return only;
        }

        @Override
        public int size() {
            return 1;
        }
    }

    private static final class Silent implements ConnectionEventListener {
        @Override
        public void connectionClosed(ConnectionEvent event) {}

        @Override
        public void localTransactionStarted(ConnectionEvent event) {}

        @Override
        public void localTransactionCommitted(ConnectionEvent event) {}

        @Override
        public void localTransactionRolledback(ConnectionEvent event) {}

        @Override
        public void connectionErrorOccurred(ConnectionEvent event) {}
    }
}
