package dev.berth.managed;

import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/** When the database has answered on one session, as far as that was seen: within the trust window nobody asks again. */
final class Trust extends Padded {

    // a time that others see a moment later is as good: no fence for it
    private static final AtomicLongFieldUpdater<Trust> LEASED_AT =
            AtomicLongFieldUpdater.newUpdater(Trust.class, "leasedAt");
    private static final AtomicLongFieldUpdater<Trust> ANSWERED_AT =
            AtomicLongFieldUpdater.newUpdater(Trust.class, "answeredAt");

    private final long window;
    private volatile long answeredAt;
    private volatile long leasedAt;
    private volatile boolean doubtful;

    Trust(long window, long answeredAt) {
        this.window = window;
        this.answeredAt = answeredAt;
    }

    void leased(long now) {
        LEASED_AT.lazySet(this, now);
    }

    long leasedAt() {
        return leasedAt;
    }

    /** The database has answered just now, or the session is new. */
    void answered(long now) {
        answeredAt = now;
    }

    long answeredAt() {
        return answeredAt;
    }

    /** Whether it need not be asked. */
    boolean holds(long now) {
        return now - answeredAt < window;
    }

    /** What was sent by another way may reach the session late, as a cancel does: it is asked before its next user. */
    void doubt() {
        doubtful = true;
    }

    /** Whatever it answered before counts no more. */
    void lost(long now) {
        answeredAt = now - Vintage.NEVER;
    }

    /**
     * Its user is done.
     *
     * @param worked whether the database has answered since the lease: that time counts, for nobody took a later one
     */
    void returned(boolean worked) {
        if (doubtful) {
            doubtful = false;
            lost(leasedAt);
        } else if (worked) {
            ANSWERED_AT.lazySet(this, leasedAt);
        }
    }
}
