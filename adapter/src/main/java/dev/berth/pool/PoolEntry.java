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
 * One connection of a pool, and who may touch it: whoever moves it out of IDLE owns it until it is IDLE again, or GONE.
 * It hears by the connection's own events when it comes back, and when it breaks.
 */
final class PoolEntry extends Usage implements ConnectionEventListener {

    private static final Logger LOG = System.getLogger("dev.berth.pool");

    /** Nobody's: whoever moves it to another state first has it. */
    private static final int IDLE = 0;
    /** Lent. */
    private static final int LEASED = 1;
    /** Being asked or closed by the pool itself. */
    private static final int CHECKING = 2;
    /** Closed, or about to be, by whoever moved it here. */
    private static final int GONE = 3;

    private static final AtomicIntegerFieldUpdater<PoolEntry> STATE =
            AtomicIntegerFieldUpdater.newUpdater(PoolEntry.class, "state");

    private final Pool pool;
    private final ManagedConnection connection;
    private volatile int state = LEASED;

    /** Of the pool's clock; the housekeeper's, so that no return reads a clock. */
    private long idleSince;

    private long leasesSeen = -1;

    private volatile boolean retired;

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

    /** From idle to the caller. */
    boolean lease() {
        return state == IDLE && STATE.compareAndSet(this, IDLE, LEASED);
    }

    /** From idle to the pool's own work. */
    boolean check() {
        return state == IDLE && STATE.compareAndSet(this, IDLE, CHECKING);
    }

    /** From the caller to whoever comes first; false when it is gone meanwhile. */
    boolean idle() {
        int now = state;
        return now != GONE && STATE.compareAndSet(this, now, IDLE);
    }

    /** For good; true once, for the one who has to close it. */
    boolean gone() {
        return STATE.getAndSet(this, GONE) != GONE;
    }

    boolean isIdle() {
        return state == IDLE;
    }

    boolean isLeased() {
        return state == LEASED;
    }

    boolean isGone() {
        return state == GONE;
    }

    // ---- its user ----

    /** The caller is its user from now on. */
    void taken(long now) {
        lent(now);
        if (handles != null) {
            handles.set(1);
        }
        if (once) {
            retired = true;
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

    /** Closed when it comes back. */
    void retire() {
        retired = true;
    }

    boolean isRetired() {
        return retired;
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
