package dev.berth.managed;

import dev.berth.config.Credentials;
import dev.berth.config.Lifetimes;
import java.sql.SQLException;
import java.time.Duration;

/**
 * What the adapter's timer does for one managed connection, best while that is idle: asks it now and then, and opens the
 * successor of one that is about to reach its age, so that no borrower has to. The successor is opened first: whoever
 * borrows meanwhile has the old one, and waits for nothing.
 */
final class IdleCare {

    private static final long SHORT = Duration.ofSeconds(10).toNanos();
    private static final long LONG = Duration.ofSeconds(30).toNanos();

    private final ConnectionSource source;
    private final Credentials credentials;
    private final ManagedSession session;
    private final ConnectionState state;
    private final Upkeep upkeep;
    private final Lifetimes lifetimes;

    IdleCare(
            ConnectionSource source,
            Credentials credentials,
            ManagedSession session,
            ConnectionState state,
            Upkeep upkeep) {
        this.source = source;
        this.credentials = credentials;
        this.session = session;
        this.state = state;
        this.upkeep = upkeep;
        this.lifetimes = source.config().lifetimes();
    }

    /** One look; opens nothing while the database is known to be away. */
    void look() {
        long now = source.now();
        if (state.life() == Life.LEASED) {
            lookWhileOut(now);
            return;
        }
        var vintage = session.physical().vintage();
        boolean good = upkeep.isGood(vintage, now);
        boolean renew = !good || vintage.dueSoon(now) && now - upkeep.successorAt() >= 0;
        if ((renew || isSilent(now)) && !source.isShut()) {
            int turn = state.renews();
            if (turn != 0) {
                lookAfter(turn, renew, now);
            }
        }
    }

    /** One that is hardly ever idle gets its successor put by; what works for long is left alone. */
    private void lookWhileOut(long now) {
        long out = now - upkeep.leasedAt();
        if (out > LONG) {
            upkeep.spare().end();
        } else if (out < SHORT
                && session.physical().vintage().dueSoon(now)
                && now - upkeep.successorAt() >= 0
                && upkeep.spare().hasPlace()
                && !source.isShut()) {
            try {
                upkeep.spare().put(source.openPhysical(credentials));
            } catch (SQLException | RuntimeException failure) {
                upkeep.isKept(now, failure);
            }
        }
    }

    private boolean isSilent(long now) {
        return !lifetimes.keepalive().isZero()
                && now - upkeep.answeredAt() >= lifetimes.keepalive().toNanos();
    }

    private void lookAfter(int turn, boolean renew, long now) {
        upkeep.asking(!renew);
        try {
            if (renew) {
                renew(turn);
            } else if (!upkeep.answers() && state.holds(turn)) {
                session.physical().abort();
                offer(turn, source.openPhysical(credentials));
            }
        } catch (SQLException | RuntimeException failure) {
            if (renew) {
                upkeep.isKept(now, failure);
            } else {
                upkeep.isGone(); // whoever borrows it opens another
            }
        } finally {
            upkeep.asking(false);
            state.renewed(turn, () -> {});
        }
    }

    private void renew(int turn) throws SQLException {
        try {
            offer(turn, source.openPhysical(credentials));
        } catch (SQLException failure) {
            upkeep.asking(true);
            if (!Upkeep.isFull(failure) || !state.holds(turn)) {
                throw failure;
            }
            session.physical().closeQuietly(); // there is no place for two
            offer(turn, source.openInPlace(credentials));
        }
    }

    /** Puts a new one into the old one's place, or by where somebody has borrowed that meanwhile. */
    private void offer(int turn, Physical fresh) {
        var old = session.physical();
        if (state.renewed(turn, () -> upkeep.place(fresh))) {
            upkeep.settled();
            old.closeQuietly();
        } else {
            upkeep.spare().put(fresh);
        }
    }
}
