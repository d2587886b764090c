package dev.berth.pool;

import org.jspecify.annotations.Nullable;

/** Who has one connection, how often and since when it was lent; written by whoever has it, and seen late by others. */
abstract class Usage extends Padded {

    /** Borrows within a tick: each takes so little time that asking the clock would be felt. */
    private static final int OFTEN = 256;

    private static final int FEW = 15; // a power of two, less one

    /** And here that a thread be woken: it takes longer than many borrows. */
    private static final int VERY_OFTEN = 4096;

    private static final int FEWER = 255;

    /** Lent so often; written by whoever has it. */
    private long leases;

    /** How many of them before the present tick of the borrows' clock. */
    private long leasesBefore;

    /** When it was lent last; late by a tick, and seen late by others. */
    private long lentAt;

    /** Who has it, or had it last: for messages, which may be late. Forgotten when the pool comes to rest. */
    private @Nullable Thread holder;

    /** To the caller, at that time of the borrows' clock. */
    final void lent(long now) {
        if (lentAt != now) {
            lentAt = now;
            leasesBefore = leases;
        }
        leases++;
        var borrower = Thread.currentThread();
        if (holder != borrower) { // a reference costs the collector's barrier, also where it stood
            holder = borrower;
        }
    }

    final long leases() {
        return leases;
    }

    final long lentAt() {
        return lentAt;
    }

    /** Whether it comes and goes so often that it is not handed over each time: every 16th time it may be, or every 256th. */
    final boolean isBusy() {
        long often = leases - leasesBefore;
        return often > OFTEN && (leases & (often > VERY_OFTEN ? FEWER : FEW)) != 0;
    }

    final @Nullable Thread holder() {
        return holder;
    }

    final void nobodyHasIt() {
        holder = null;
    }
}
