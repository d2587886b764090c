package dev.berth.pool;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ManagedConnection;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a pool, and who may touch it: whoever moves it out of IDLE owns it, and gives it back by a plain
 * store, for its end stands in a field of its own, which anybody may set and nobody takes back. So somebody who looks at
 * the very moment of a return may see it lent still: who retires, closes or waits looks again. It hears by the
 * connection's own events when it comes back, and when it breaks.
 */
final class PoolEntry extends Usage implements ConnectionEventListener {

    private static final Logger LOG = System.getLogger("dev.berth.pool");

    /** Nobody's: whoever moves it to another state first has it. */
    private static final int IDLE = 0;
    /** Lent. */
    private static final int LEASED = 1;
    /** Being asked or closed by the pool itself. */
    private static final int CHECKING = 2;

    /** Good for more than its present user. */
    private static final int NO_END = 0;
    /** Closed when it comes back. */
    private static final int RETIRED = 1;
    /** Closed, or about to be, by whoever moved it here. */
    private static final int GONE = 2;

    private static final AtomicIntegerFieldUpdater<PoolEntry> STATE =
            AtomicIntegerFieldUpdater.newUpdater(PoolEntry.class, "state");
    private static final AtomicIntegerFieldUpdater<PoolEntry> END =
            AtomicIntegerFieldUpdater.newUpdater(PoolEntry.class, "end");

    private final Pool pool;
    private final ManagedConnection connection;
    private volatile int state = LEASED;
    private volatile int end = NO_END;

    /** Of the pool's clock; the housekeeper's, so that no return reads a clock. */
    private long idleSince;

    private long leasesSeen = -1;

    /** Whether its first user is its last. */
    private final boolean once;

    /** How many handles its user has, where one may have several; null where each borrow has one. */
    private final @Nullable AtomicInteger handles;

    /** For whom it stays out when a handle is closed; null for the usual borrow. */
    private volatile @Nullable Loan loan;

    /** Owned by whoever makes it. */
    PoolEntry(Pool pool, ManagedConnection connection) {
        this.pool = pool;
        this.connection = connection;
        this.handles = pool.config().mode() == PoolMode.STATIC ? new AtomicInteger() : null;
        this.once = pool.config().mode() == PoolMode.NONE;
        connection.addConnectionEventListener(this);
    }

    ManagedConnection connection() {
        return connection;
    }

    // ---- moves ----

    /** From idle to the caller; false where somebody was first, or it has come to its end. */
    boolean lease() {
        return state == IDLE && STATE.compareAndSet(this, IDLE, LEASED) && (end == NO_END || isOver());
    }

    /** It was retired when it had just come back: it is closed here. */
    private boolean isOver() {
        pool.discard(this);
        return false;
    }

    /** From idle to the pool's own work; false where somebody was first, or it is gone. */
    boolean check() {
        return state == IDLE && STATE.compareAndSet(this, IDLE, CHECKING) && !isGone();
    }

    /** From its owner, whom nobody contends with, to whoever comes first; false when it is gone meanwhile. */
    boolean idle() {
        if (isGone()) {
            return false;
        }
        STATE.lazySet(this, IDLE);
        return true;
    }

    /** For good; true once, for the one who has to close it. */
    boolean gone() {
        return END.getAndSet(this, GONE) != GONE;
    }

    /** Closed when it comes back. */
    void retire() {
        END.compareAndSet(this, NO_END, RETIRED);
    }

    boolean isRetired() {
        return end == RETIRED;
    }

    boolean isIdle() {
        return state == IDLE && !isGone();
    }

    boolean isLeased() {
        return state == LEASED && !isGone();
    }

    boolean isGone() {
        return end == GONE;
    }

    // ---- its user ----

    /** The caller is its user from now on. */
    void taken(long now) {
        lent(now);
        if (handles != null) {
            handles.set(1);
        }
        if (once) {
            retire();
        }
    }

    /** One more handle for the thread that has it; false where that is not the caller. */
    boolean join() {
        return handles != null
                && holder() == Thread.currentThread()
                && handles.getAndUpdate(some -> some == 0 ? 0 : some + 1) > 0;
    }

    /** No thread is to be kept alive, or its class loader, by a connection that nobody has. */
    void forgetHolder() {
        if (isIdle()) {
            nobodyHasIt();
        }
    }

    /** It stays out until {@link #ended}. */
    void lentFor(Loan longer) {
        loan = longer;
    }

    /**
     * The loan is over.
     *
     * @param reusable whether nobody can be at it any more
     */
    void ended(boolean reusable) {
        loan = null;
        if (reusable && !isGone()) {
            comesBack();
        } else {
            pool.discard(this);
        }
    }

    /** The housekeeper has come by: it has been idle since the first of its rounds that saw no other borrow. */
    void seen(long now) {
        if (leases() != leasesSeen || !isIdle()) {
            leasesSeen = leases();
            idleSince = now;
        }
    }

    long idleSince() {
        return idleSince;
    }

    // ---- events ----

    /** The handle was closed: the connection comes back, unless it is lent for longer. */
    @Override
    public void connectionClosed(ConnectionEvent event) {
        var longer = loan;
        if (longer != null) {
            longer.handleClosed();
        } else if (handles == null || handles.decrementAndGet() == 0) {
            comesBack();
        }
    }

    /** To the pool, if it can be made clean. */
    private void comesBack() {
        try {
            connection.cleanup();
        } catch (ResourceException | RuntimeException dirty) {
            LOG.log(Level.DEBUG, "A connection cannot be made clean, and is closed", dirty);
            pool.discard(this);
            return;
        }
        pool.giveBack(this);
    }

    @Override
    public void connectionErrorOccurred(ConnectionEvent event) {
        pool.discard(this);
    }

    @Override
    public void localTransactionStarted(ConnectionEvent event) {}

    @Override
    public void localTransactionCommitted(ConnectionEvent event) {}

    @Override
    public void localTransactionRolledback(ConnectionEvent event) {}

    /** Closes it for good. */
    void destroy() {
        try {
            connection.destroy();
        } catch (ResourceException | RuntimeException failure) {
            LOG.log(Level.DEBUG, "A connection was given up, but not closed", failure);
        }
    }
}
