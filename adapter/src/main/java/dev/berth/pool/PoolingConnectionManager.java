package dev.berth.pool;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.IllegalStateException;
import jakarta.resource.spi.ManagedConnectionFactory;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.Serial;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The connection manager outside a server: a pool for each identity, over any ManagedConnectionFactory. It knows nothing
 * of JDBC; what it lends and takes back it hears of by the connections' own events (Jakarta Connectors 2.1, 7.5).
 */
public final class PoolingConnectionManager implements Lender, AutoCloseable {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient PoolConfig config;
    private final transient ManagedConnectionFactory factory;
    private final transient LongSupplier clock;
    private final transient PoolThreads threads;
    private final transient LongConsumer housekeeping;
    private final transient Tick tick;
    private final transient Housekeeper housekeeper;
    private final transient ConnectionRequestInfo usual;
    private final transient Pool pool;
    private final transient boolean shares;
    private final transient ConcurrentHashMap<ConnectionRequestInfo, Pool> others = new ConcurrentHashMap<>();
    private final transient Suspension suspension;

    /**
     * Opens nothing yet but what is to be idle.
     *
     * @param usual the request of whoever asks for no identity in particular
     */
    public PoolingConnectionManager(PoolConfig config, ManagedConnectionFactory factory, ConnectionRequestInfo usual) {
        this(config, factory, usual, System::nanoTime, PoolThreads.of(config));
    }

    PoolingConnectionManager(
            PoolConfig config,
            ManagedConnectionFactory factory,
            ConnectionRequestInfo usual,
            LongSupplier clock,
            ScheduledThreadPoolExecutor executor) {
        this.config = config;
        this.factory = factory;
        this.usual = usual;
        this.suspension = new Suspension(config.name());
        this.shares = config.mode() == PoolMode.STATIC;
        this.clock = clock;
        this.threads = new PoolThreads(executor, clock);
        this.housekeeping = threads.alarm(this::keepHouse);
        this.tick = new Tick(config.name(), clock, this::keepHouseSoon, this::rest);
        this.housekeeper = new Housekeeper(config, clock);
        this.pool = made(config, usual);
        tick.start();
        housekeeper.fill(pool);
    }

    private Pool made(PoolConfig of, ConnectionRequestInfo request) {
        var growth = new Growth(of, () -> factory.createManagedConnection(null, request), threads.executor());
        return new Pool(of, clock, tick, growth, this::keepHouseSoon);
    }

    private void rest() {
        pool.forgetHolders();
        others.values().forEach(Pool::forgetHolders);
    }

    private void keepHouseSoon() {
        housekeeping.accept(config.housekeeping().toNanos());
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
        if (housekeeper.isNeeded(pool, !tick.isAsleep()) || !others.isEmpty()) {
            keepHouseSoon();
        }
    }

    /** Whether nothing is planned, and nobody counts the time. */
    boolean isAtRest() {
        return threads.planned() == 0 && tick.isAsleep();
    }

    /** How many identities have a pool, besides the usual one. */
    int others() {
        return others.size();
    }

    @Override
    public Object allocateConnection(
            ManagedConnectionFactory from, @Nullable ConnectionRequestInfo request, @Nullable Loan loan)
            throws ResourceException {
        return allocate(from, request, loan, config.connectionTimeout());
    }

    /**
     * The same pool, for somebody who has less time.
     *
     * @param patience how long a borrow may take, but not above the connection timeout
     */
    public Lender within(Duration patience) {
        var timeout = config.connectionTimeout();
        var most = timeout.isZero() || patience.compareTo(timeout) < 0 ? patience : timeout;
        return (from, request, loan) -> allocate(from, request, loan, most);
    }

    private Object allocate(
            ManagedConnectionFactory from,
            @Nullable ConnectionRequestInfo request,
            @Nullable Loan loan,
            Duration patience)
            throws ResourceException {
        if (from != factory) {
            throw new ResourceException("This pool is another factory's: " + config.name());
        }
        var left = suspension.await(patience);
        var asked = request == null ? usual : request;
        return asked == usual ? lent(pool, asked, loan, left) : lentToOther(asked, loan, left);
    }

    private Object lentToOther(ConnectionRequestInfo asked, @Nullable Loan loan, Duration patience)
            throws ResourceException {
        while (true) {
            var other = other(asked);
            try {
                return lent(other, asked, loan, patience);
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

    private Object lent(Pool from, ConnectionRequestInfo request, @Nullable Loan loan, Duration patience)
            throws ResourceException {
        while (true) {
            var joined = shares && loan == null ? from.joined() : null;
            var entry = joined != null ? joined : from.lease(patience);
            if (loan != null) {
                loan.of(entry);
            }
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
    public void suspend() {
        suspension.begin();
    }

    /** Lends again. */
    public void resume() {
        suspension.end();
    }

    /** Closes connections, as the mode says; others take their place as they are needed. */
    public void flush(FlushMode mode) {
        housekeeper.flush(pool, mode, factory);
        others.values().forEach(other -> housekeeper.flush(other, mode, factory));
    }

    /** Has something done again and again, in the pool's own threads. */
    public void every(Duration period, Runnable work) {
        threads.every(period, work);
    }

    /** Has something done when it is due, in the pool's own threads: it is told in how many nanoseconds, at the latest. */
    public LongConsumer alarm(Runnable work) {
        return threads.alarm(work);
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
        threads.close();
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
