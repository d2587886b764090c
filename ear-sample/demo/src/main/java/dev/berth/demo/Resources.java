package dev.berth.demo;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What runs, closed youngest first; what comes after the close is closed at once. */
final class Resources {

    private static final Logger LOG = Logger.getLogger(Resources.class.getName());

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Object closing = new Object();
    private boolean closed;

    <T extends AutoCloseable> T add(T resource) throws IOException {
        synchronized (this) {
            if (!closed) {
                open.push(resource);
                return resource;
            }
        }
        closeOne(resource);
        throw new IOException("stopped");
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Comes back when all is closed, also when another thread is at it already. */
    void close() {
        synchronized (this) {
            closed = true;
        }
        synchronized (closing) {
            for (AutoCloseable next = pop(); next != null; next = pop()) {
                closeOne(next);
            }
        }
    }

    private synchronized @Nullable AutoCloseable pop() {
        return open.poll();
    }

    private static void closeOne(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            // the others must be closed all the same
            LOG.log(Level.WARNING, "not closed cleanly: " + resource, e);
        }
    }
}
