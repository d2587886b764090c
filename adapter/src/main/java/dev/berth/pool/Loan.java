package dev.berth.pool;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.IllegalStateException;
import jakarta.resource.spi.ManagedConnection;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A connection that several handles share, and that stays out until {@link #end}, however often they are closed. It may
 * end in another thread than its users': each handle is counted before it is given out, and after the end there is none.
 */
public final class Loan {

    /** In the place of the number of open handles. */
    private static final int OVER = -1;

    private final AtomicInteger handles = new AtomicInteger();
    private volatile @Nullable PoolEntry entry;
    private volatile @Nullable Thread user;

    /** Whether more than one thread has had a handle. */
    private volatile boolean wandered;

    /** Of nothing yet: for {@link PoolingConnectionManager#allocateConnection}. */
    public Loan() {}

    /** It is that one, with a first handle that the caller is about to get. */
    void of(PoolEntry lent) {
        entry = lent;
        user = Thread.currentThread();
        handles.set(1);
        lent.lentFor(this);
    }

    private PoolEntry entry() {
        return Objects.requireNonNull(entry, "nothing has been lent yet");
    }

    /** What is lent. */
    public ManagedConnection connection() {
        return entry().connection();
    }

    /**
     * Another handle on the same connection.
     *
     * @throws IllegalStateException when the loan is over, or the connection broken
     */
    public Object handle(@Nullable ConnectionRequestInfo request) throws ResourceException {
        if (user != Thread.currentThread()) {
            wandered = true; // before it is counted: whoever ends the loan looks in the other order
        }
        if (handles.getAndUpdate(open -> open == OVER ? OVER : open + 1) == OVER) {
            throw new IllegalStateException("The connection has gone back to its pool meanwhile");
        }
        try {
            return connection().getConnection(null, request);
        } catch (ResourceException | RuntimeException failure) {
            handleClosed();
            throw failure;
        }
    }

    /** A handle has been closed. */
    void handleClosed() {
        handles.getAndUpdate(open -> open > 0 ? open - 1 : open);
    }

    /**
     * The connection goes back; twice is nothing. Handles that are still open are closed. Where another thread may be at
     * one of them, the connection is closed too: a statement on its way must not reach the next user.
     */
    public void end() {
        int open = handles.getAndSet(OVER);
        if (open != OVER) {
            entry().ended(open == 0 || !wandered && user == Thread.currentThread());
        }
    }
}
