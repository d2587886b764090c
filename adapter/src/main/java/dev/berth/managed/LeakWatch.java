package dev.berth.managed;

import dev.berth.config.Observation;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Who has one managed connection out, since when, and what they ran last: for the warning about one that does not come
 * back. With {@code leakDetectionThreshold=0} it keeps nothing.
 */
final class LeakWatch {

    private static final Logger LOG = System.getLogger("dev.berth.managed");

    /** A borrow, with the stack in which it happened. */
    private record Borrow(long at, Thread thread, Throwable stack, AtomicBoolean told) {

        /** Whether nobody is left to give it back. */
        boolean orphaned() {
            return !thread.isAlive() && !(thread instanceof OnBehalf);
        }
    }

    private final ConnectionSource source;
    private final ManagedSession session;
    private final boolean on;

    private volatile @Nullable Borrow borrow;
    private volatile @Nullable String lastSql;

    LeakWatch(ConnectionSource source, ManagedSession session) {
        this.source = source;
        this.session = session;
        this.on = !source.config().observation().leakThreshold().isZero();
    }

    /** The first handle is given out. */
    void borrowed() {
        if (on && borrow == null) {
            lastSql = null;
            borrow = new Borrow(
                    source.now(),
                    Thread.currentThread(),
                    new Throwable("The stack of the borrow"),
                    new AtomicBoolean());
        }
    }

    /** SQL that is prepared or run. */
    void text(String sql) {
        if (on) {
            lastSql = sql;
        }
    }

    /** The last handle is closed. */
    void returned() {
        var was = borrow;
        if (was == null) {
            return;
        }
        borrow = null;
        if (was.told().get()) {
            LOG.log(
                    Level.INFO,
                    "A connection of " + source.name() + " that " + was.thread().getName()
                            + " had taken, and that was told as a leak, has come back after " + seconds(was) + " s");
        }
    }

    /** One look: tells of a borrow that is too old, once, and ends its session if that is asked. */
    void look() {
        var now = borrow;
        var observed = source.config().observation();
        if (now == null || !isLeak(now, observed) || !now.told().compareAndSet(false, true)) {
            return;
        }
        source.counts().leaked();
        LOG.log(
                Level.WARNING,
                "A connection of " + source.name() + " has been out for " + seconds(now) + " s: taken by "
                        + now.thread().getName() + (now.orphaned() ? ", a thread that has ended" : "")
                        + "; its last SQL: " + lastSql
                        + (observed.abortsLeaks() ? "; its session is ended now (leakAction=abort)" : ""),
                now.stack());
        if (observed.abortsLeaks()) {
            abort();
        }
    }

    private boolean isLeak(Borrow now, Observation observed) {
        return source.now() - now.at() >= observed.leakThreshold().toNanos()
                || observed.abortsLeaks() && now.orphaned();
    }

    private void abort() {
        try {
            session.abort(Runnable::run);
        } catch (SQLException failure) {
            LOG.log(Level.WARNING, "The session of a leaked connection could not be ended", failure);
        }
    }

    private long seconds(Borrow since) {
        return Duration.ofNanos(source.now() - since.at()).toSeconds();
    }
}
