package dev.berth.managed;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * What one factory can see of the recovery of its branches: whether anybody has asked for the prepared ones since the
 * first was prepared, and how many outcomes nobody can know. Each warning comes once, with the fix.
 */
final class RecoveryWatch {

    private static final Logger LOG = System.getLogger("dev.berth.managed");
    private static final long PATIENCE = Duration.ofMinutes(4).toNanos(); // Narayana scans every two

    private final String database;
    private final LongSupplier clock;
    private final AtomicLong firstPrepared = new AtomicLong();
    private final AtomicBoolean scanned = new AtomicBoolean();
    private final AtomicBoolean warned = new AtomicBoolean();
    private final LongAdder unknown = new LongAdder();

    RecoveryWatch(String database, LongSupplier clock) {
        this.database = database;
        this.clock = clock;
    }

    /** A transaction manager has asked for the prepared branches. */
    void scanned() {
        scanned.set(true);
    }

    /** A branch has been prepared: from now on somebody has to be able to finish it after a crash. */
    void prepared() {
        if (scanned.get() || warned.get()) {
            return;
        }
        long now = clock.getAsLong();
        firstPrepared.compareAndSet(0, now | 1); // 0 means none
        if (now - firstPrepared.get() > PATIENCE && warned.compareAndSet(false, true)) {
            LOG.log(
                    Level.WARNING,
                    "No transaction manager has asked " + database + " for its prepared transactions since the first"
                            + " was prepared: after a crash they would stay in doubt, with their locks. In WildFly set"
                            + " transaction-support=XATransaction, recovery-username and recovery-password on the"
                            + " resource adapter, and a node-identifier of the server's own; outside a server register"
                            + " PooledDataSource.recovery() with the transaction manager's recovery");
        }
    }

    /** COMMIT in one phase was sent, and the session died before it was answered. */
    void unknown(Object branch, Throwable cause) {
        unknown.increment();
        LOG.log(
                Level.WARNING,
                "The outcome of " + branch + " is unknown: COMMIT was sent to " + database
                        + ", and the session ended before it was answered; it is committed or rolled back as a whole."
                        + " The manager may keep a record of it until that is deleted; in WildFly: probe"
                        + " /subsystem=transactions/log-store=log-store, and delete the transaction there",
                cause);
    }

    /** How many outcomes nobody can know. */
    long unknownOutcomes() {
        return unknown.sum();
    }
}
