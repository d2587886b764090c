package dev.berth;

import dev.berth.config.CheckOnStart;
import dev.berth.managed.ConnectionSource;
import dev.berth.managed.InDoubtView;
import dev.berth.managed.StartCheck;
import dev.berth.watch.Registration;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import javax.management.JMException;
import org.jspecify.annotations.Nullable;

/**
 * What is looked after for the connection factories of one resource adapter, from their first use until it stops. Two
 * timers: one asks databases, and may have to wait for them; the other never waits.
 */
final class Watches {

    private static final Logger LOG = System.getLogger("dev.berth");

    /** Seconds that what is under way has to end. */
    private static final long LAST = 5;

    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;

    /** One factory's. */
    private record Watched(
            ConnectionSource source,
            StartCheck check,
            @Nullable InDoubtWatch inDoubt) {}

    /** Held to read by whatever a timer does, and to write by the end. */
    private final ReentrantReadWriteLock working = new ReentrantReadWriteLock();

    private final IdentityHashMap<FactoryBase, Watched> watched = new IdentityHashMap<>();
    private final List<Registration> registrations = new ArrayList<>();
    private @Nullable Timer asking;
    private @Nullable Timer looking;

    /**
     * Begins.
     *
     * @param asking for what may wait for a database
     * @param looking for what does not
     */
    synchronized void begin(@Nullable Timer asking, @Nullable Timer looking) {
        if (asking == null || looking == null) {
            return; // a server without timers
        }
        this.asking = asking;
        this.looking = looking;
        asking.schedule(each(one -> one.source().connections().careForIdle()), SECOND, SECOND);
        asking.schedule(each(Watches::inDoubt), MINUTE, MINUTE);
        asking.schedule(each(one -> one.check().budget()), HOUR, HOUR);
        looking.schedule(each(one -> one.source().connections().lookForLeaks()), SECOND, SECOND);
        watched.values().forEach(this::checkAtStart); // a server may bind its factories before it starts the adapter
    }

    /** Shows and looks after a factory's connections, once. */
    synchronized void add(FactoryBase factory, ConnectionSource source, StartCheck check) {
        if (watched.containsKey(factory)) {
            return;
        }
        var inDoubt = source.level() == TransactionSupportLevel.XATransaction
                ? new InDoubtWatch(new InDoubtView(source), source.config())
                : null;
        var one = new Watched(source, check, inDoubt);
        watched.put(factory, one);
        show(new ConnectionsWatch(source), "Connections", source);
        if (inDoubt != null) {
            show(inDoubt, "InDoubt", source);
        }
        checkAtStart(one);
    }

    private void checkAtStart(Watched one) {
        if (asking != null && one.check().mode() == CheckOnStart.WARN) {
            asking.schedule(task(() -> one.check().warn()), 0);
        }
    }

    private void show(Object bean, String type, ConnectionSource source) {
        try {
            registrations.add(new Registration(bean, type, source.config().database(), watched.size()));
        } catch (JMException failure) {
            LOG.log(Level.WARNING, "JMX does not show " + type + " of " + source.name(), failure);
        }
    }

    private static void inDoubt(Watched one) {
        var inDoubt = one.inDoubt();
        if (inDoubt != null) {
            inDoubt.check();
        }
    }

    private synchronized List<Watched> all() {
        return List.copyOf(watched.values());
    }

    /** Does it for each factory; no lock is held meanwhile. */
    TimerTask each(Consumer<Watched> work) {
        return task(() -> all().forEach(one -> guarded(() -> work.accept(one))));
    }

    private TimerTask task(Runnable work) {
        return new TimerTask() {
            @Override
            public void run() {
                working.readLock().lock();
                try {
                    if (isBegun()) { // a cancelled timer may have taken it already
                        guarded(work);
                    }
                } finally {
                    working.readLock().unlock();
                }
            }
        };
    }

    /** A timer must outlive whatever a driver throws. */
    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException failure) {
            LOG.log(Level.WARNING, "A connection factory could not be looked after", failure);
        }
    }

    /**
     * Ends all of it. What is under way with a database is waited for, for a while: the server takes the classes away after
     * this, and a session that is being opened without them would stay open.
     */
    void close() {
        end();
        try {
            if (working.writeLock().tryLock(LAST, TimeUnit.SECONDS)) {
                working.writeLock().unlock(); // whatever comes later sees the end
            } else {
                LOG.log(Level.WARNING, "Stopped while a database is asked, which has not answered for " + LAST + " s");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt(); // stopped without waiting then
        }
    }

    private synchronized boolean isBegun() {
        return asking != null;
    }

    private synchronized void end() {
        cancel(asking);
        cancel(looking);
        asking = null;
        looking = null;
        registrations.forEach(Registration::close);
        registrations.clear();
        watched.clear();
    }

    private static void cancel(@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }
}
