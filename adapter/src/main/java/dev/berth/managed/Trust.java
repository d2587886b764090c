package dev.berth.managed;

import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/**
 * What is known of one session: when the database has answered, as far as that was seen, for within the trust window
 * nobody asks again; and who had it last.
 */
final class Trust extends Padded {

    // a time that others see a moment later is as good: no fence for it
    private static final AtomicLongFieldUpdater<Trust> ANSWERED_AT =
            AtomicLongFieldUpdater.newUpdater(Trust.class, "answeredAt");

    /** What is noted each time goes from processor to processor: so an answer soon after the last known one is not. */
    private static final long SLACK = 50_000_000;

    private static final int PARTS = 16;

    private final long window;
    private final long slack;
    private volatile long movableUntil;
    private volatile long answeredAt;
    private volatile long owner;
    private volatile Upkeep home;
    private volatile boolean doubtful;
    private volatile boolean settled;

    /** When it was found fit, and as of which change; for who has it. */
    private long settledAt;

    private int settledFor;

    /** The thread that has it; for that alone. */
    private long leasedBy;

    Trust(Upkeep home, long window, Physical first) {
        this.home = home;
        this.window = window;
        this.slack = Math.min(window / PARTS, SLACK);
        this.movableUntil = first.movableUntil();
        this.answeredAt = first.vintage().openedAt();
    }

    void leasedBy(long thread) {
        if (leasedBy != thread) {
            leasedBy = thread;
        }
    }

    /** The thread that has it, or had it last; only who has it may ask. */
    long leasedBy() {
        return leasedBy;
    }

    /** The thread that it is kept for, as far as it can; 0: none. */
    long owner() {
        return owner;
    }

    void owner(long thread) {
        owner = thread;
    }

    /** Where the session is. */
    Upkeep home() {
        return home;
    }

    void home(Upkeep moved) {
        home = moved;
    }

    /** Whether the session may go to another managed connection. */
    boolean isMovable(long now) {
        return now - movableUntil < 0;
    }

    /** Another session takes the place: what was found of the one before counts no more. */
    void begins(Physical fresh) {
        settled = false;
        movableUntil = fresh.movableUntil();
        answeredAt = fresh.vintage().openedAt();
    }

    /** The database has answered just now. */
    void answered(long now) {
        answeredAt = now;
    }

    long answeredAt() {
        return answeredAt;
    }

    /** Whether it need not be asked; with a window of zero it always is, even by a clock that is a moment behind. */
    boolean holds(long now) {
        return window > 0 && now - answeredAt < window;
    }

    /**
     * It was found fit just now: until the borrows' clock moves, or there is a change, nobody looks again. A look each time
     * would be felt.
     *
     * @param changes as of before the look
     */
    void settle(long now, int changes) {
        settledAt = now;
        settledFor = changes;
        settled = holds(now);
    }

    /** Whether it was, at that time. */
    boolean isSettled(long now, int changes) {
        return settled && settledAt == now && settledFor == changes;
    }

    /** What was sent by another way may reach the session late, as a cancel does: it is asked before its next user. */
    void doubt() {
        doubtful = true;
    }

    /** Whatever it answered before counts no more. */
    void lost(long now) {
        settled = false;
        answeredAt = now - Vintage.NEVER;
    }

    /**
     * Its user is done.
     *
     * @param worked whether the database has answered since the lease
     * @param leasedAt that time counts, for nobody took a later one; one little later than the one known is not noted
     */
    void returned(boolean worked, long leasedAt) {
        if (doubtful) {
            doubtful = false;
            lost(leasedAt);
        } else if (worked && leasedAt - answeredAt > slack) {
            ANSWERED_AT.lazySet(this, leasedAt);
        }
    }
}
