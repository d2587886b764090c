package dev.berth.pool;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.IllegalStateException;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.ResourceAllocationException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.Serial;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The connection manager outside a server: a pool for each identity, over any ManagedConnectionFactory. It knows nothing
 * of JDBC; what it lends and takes back it hears of by the connections' own events (Jakarta Connectors 2.1, 7.5).
 */
public final class PoolingConnectionManager implements ConnectionManager, AutoCloseable {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final Logger LOG = System.getLogger("dev.berth.pool");

    private final transient PoolConfig config;
    private final transient ManagedConnectionFactory factory;
    private final transient ScheduledThreadPoolExecutor threads;
    private final transient Tick tick;
    private final transient Housekeeper housekeeper;
    private final transient ConnectionRequestInfo usual;
    private final transient Pool pool;
    private final transient ConcurrentHashMap<ConnectionRequestInfo, Pool> others = new ConcurrentHashMap<>();
    private transient volatile @Nullable CountDownLatch suspended;

    /**
     * Opens nothing yet but what is to be idle.
     *
     * @param usual the request of whoever asks for no identity in particular
     */
    public PoolingConnectionManager(PoolConfig config, ManagedConnectionFactory factory, ConnectionRequestInfo usual) {
        this.config = config;
        this.factory = factory;
        this.usual = usual;
        this.threads = new ScheduledThreadPoolExecutor(config.connectThreads(), work -> daemon(config.name(), work));
        threads.setKeepAliveTime(10, TimeUnit.SECONDS);
        threads.allowCoreThreadTimeOut(true);
        threads.setRemoveOnCancelPolicy(true);
        this.tick = new Tick(config.name());
        this.housekeeper = new Housekeeper(config, System::nanoTime);
        this.pool = made(config, usual);
        every(config.housekeeping(), this::keepHouse);
        housekeeper.fill(pool);
    }

    private static Thread daemon(String name, Runnable work) {
        var thread = new Thread(work, name + " connects");
        thread.setDaemon(true);
        return thread;
    }

    private Pool made(PoolConfig of, ConnectionRequestInfo request) {
        return new Pool(
                of, System::nanoTime, new Growth(of, () -> factory.createManagedConnection(null, request), threads));
    }

    void keepHouse() {
        housekeeper.round(pool);
        others.forEach((request, other) -> {
            housekeeper.round(other);
            if (other.isUnused()) { // or each password that somebody once guessed would be kept
                other.close();
                others.remove(request, other);
            }
        });
    }

    /** How many identities have a pool, besides the usual one. */
    int others() {
        return others.size();
    }

    @Override
    public Object allocateConnection(ManagedConnectionFactory from, @Nullable ConnectionRequestInfo request)
            throws ResourceException {
        if (from != factory) {
            throw new ResourceException("This pool is another factory's: " + config.name());
        }
        var gate = suspended;
        if (gate != null) {
            awaitResume(gate);
        }
        var asked = request == null ? usual : request;
        return asked == usual ? lent(pool, asked) : lentToOther(asked);
    }

    private Object lentToOther(ConnectionRequestInfo asked) throws ResourceException {
        while (true) {
            var other = other(asked);
            try {
                return lent(other, asked);
            } catch (ResourceException refused) {
                if (!other.isClosed() || pool.isClosed()) {
                    throw refused;
                }
                others.remove(asked, other); // the housekeeper closed it a moment ago, for nobody used it
            }
        }
    }

    private Pool other(ConnectionRequestInfo asked) {
        var other = others.computeIfAbsent(asked, request -> made(config.withoutIdle(), request));
        if (pool.isClosed()) { // meanwhile, or long ago: nobody else would close this one
            other.close();
        }
        return other;
    }

    private static Object lent(Pool from, ConnectionRequestInfo request) throws ResourceException {
        while (true) {
            var entry = from.lease();
            try {
                return entry.connection().getConnection(null, request);
            } catch (IllegalStateException broken) { // between its return and now: another one
                from.discard(entry);
            } catch (ResourceException | RuntimeException unfit) {
                from.discard(entry);
                throw unfit;
            }
        }
    }

    // ---- by hand ----

    /** Lends nothing until {@link #resume}; who asks meanwhile waits, for the connection timeout at most. */
    public synchronized void suspend() {
        if (suspended == null) {
            suspended = new CountDownLatch(1);
        }
    }

    /** Lends again. */
    public synchronized void resume() {
        var gate = suspended;
        suspended = null;
        if (gate != null) {
            gate.countDown();
        }
    }

    private void awaitResume(CountDownLatch gate) throws ResourceException {
        try {
            if (config.connectionTimeout().isZero()) {
                gate.await();
            } else if (!gate.await(config.connectionTimeout().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new ResourceAllocationException(
                        config.name() + ": suspended for longer than the connection timeout of "
                                + config.connectionTimeout().toMillis() + " ms",
                        "53300");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ResourceAllocationException(config.name() + ": interrupted while it is suspended", "08001");
        }
    }

    /** Closes connections, as the mode says; others take their place as they are needed. */
    public void flush(FlushMode mode) {
        flush(pool, mode);
        others.values().forEach(other -> flush(other, mode));
    }

    private void flush(Pool one, FlushMode mode) {
        if (mode == FlushMode.INVALID) {
            housekeeper.flushInvalid(one, factory);
            return;
        }
        for (var entry : one.entries()) {
            if (mode == FlushMode.GRACEFULLY || mode == FlushMode.ALL) {
                entry.retire();
            }
            if (mode == FlushMode.ALL || entry.check()) {
                one.discard(entry);
            }
        }
        housekeeper.fill(one);
    }

    /** Has something done again and again, in the pool's own threads. */
    public void every(Duration period, Runnable work) {
        var unused = threads.scheduleWithFixedDelay( // never awaited: it ends with the pool
                () -> guarded(work), period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException failure) { // or it would never be done again
            LOG.log(Level.WARNING, "A pool could not be looked after", failure);
        }
    }

    /** A clock for what is done at each borrow; it ends with the pool. */
    public LongSupplier tick() {
        return tick;
    }

    /** What the pool of the usual identity is doing. */
    public PoolSnapshot snapshot() {
        return pool.snapshot();
    }

    // ---- its end ----

    /** Lends no more, waits for those that are out, and closes what has not come back by then. */
    public void close(Duration patience) {
        pool.close(); // first: from now on nobody waits for what the threads would open
        resume();
        threads.shutdownNow();
        tick.close();
        close(pool, patience);
        others.values().forEach(other -> close(other, patience));
    }

    private static void close(Pool one, Duration patience) {
        one.close();
        one.awaitEmpty(patience);
        for (var entry : one.entries()) {
            one.discard(entry);
        }
    }

    @Override
    public void close() {
        close(Duration.ZERO);
    }

    /** A pool is where it is. */
    @Serial
    private void writeObject(ObjectOutputStream out) throws NotSerializableException {
        throw new NotSerializableException(getClass().getName());
    }
}
