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

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
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
        state.forgetEnded();
        if (state.life() == Life.LEASED) {
            lookWhileOut(now);
            return;
        }
        var old = session.physical();
        var vintage = old.vintage();
        boolean good = upkeep.fitness().isGood(vintage, now);
        boolean renew = !good || vintage.dueSoon(now) && upkeep.secondTry().isDue(now);
        if ((renew || isSilent(now)) && !source.isShut()) {
            upkeep.asking(!renew); // before its turn begins: whoever takes it away has to see that
            int turn = state.renews();
            if (turn != 0) {
                lookAfter(turn, old, renew, now);
            }
            upkeep.asking(false);
        }
    }

    /** In how many nanoseconds there will be something to do, as it is now; one that is out is looked at less often. */
    long due() {
        long now = source.now();
        var vintage = session.physical().vintage();
        boolean out = state.life() == Life.LEASED;
        long due = vintage.generation() == source.failover().generation()
                ? Math.max(vintage.successorAt() - now, upkeep.secondTry().at() - now)
                : 0;
        if (!lifetimes.keepalive().isZero()) {
            long silent =
                    upkeep.trust().answeredAt() - now + lifetimes.keepalive().toNanos();
            due = Math.min(due, out ? Math.max(silent, lifetimes.keepalive().toNanos() / 4) : silent);
        }
        return Math.max(due, SECOND);
    }

    /** One that is hardly ever idle gets its successor put by; what works for long is left alone. */
    private void lookWhileOut(long now) {
        long out = now - state.leasedAt();
        if (out > LONG) {
            upkeep.spare().end();
        } else if (out < SHORT
                && session.physical().vintage().dueSoon(now)
                && upkeep.secondTry().isDue(now)
                && upkeep.spare().hasPlace()
                && !source.isShut()) {
            try {
                upkeep.spare().put(source.openPhysical(credentials));
            } catch (SQLException | RuntimeException failure) {
                upkeep.secondTry().failed(now, failure);
            }
        }
    }

    private boolean isSilent(long now) {
        return !lifetimes.keepalive().isZero()
                && now - upkeep.trust().answeredAt() >= lifetimes.keepalive().toNanos();
    }

    private void lookAfter(int turn, Physical old, boolean renew, long now) {
        try {
            if (!session.has(old)) {
                return; // replaced by somebody who has borrowed it meanwhile
            }
            if (renew) {
                renew(turn, old);
            } else if (!upkeep.fitness().answers(old) && state.holds(turn)) {
                session.abandon(old);
                offer(turn, old, source.openPhysical(credentials));
            }
        } catch (SQLException | RuntimeException failure) {
            if (renew) {
                upkeep.secondTry().failed(now, failure);
            } else {
                upkeep.trust().lost(source.now()); // whoever borrows it opens another
            }
        } finally {
            upkeep.asking(false);
            state.renewed(turn, () -> {});
        }
    }

    private void renew(int turn, Physical old) throws SQLException {
        try {
            offer(turn, old, source.openPhysical(credentials));
        } catch (SQLException failure) {
            upkeep.asking(true);
            if (!Opening.isFull(failure) || !state.holds(turn)) {
                throw failure;
            }
            session.retire(old); // there is no place for two; whoever takes it away now opens another
            offer(turn, old, source.openInPlace(credentials));
        }
    }

    /** Puts a new one into the old one's place, or by where somebody has borrowed that meanwhile. */
    private void offer(int turn, Physical old, Physical fresh) {
        if (state.renewed(turn, () -> upkeep.place(fresh))) {
            upkeep.settled(fresh);
            session.retire(old);
        } else {
            upkeep.spare().put(fresh);
        }
    }
}
