package dev.berth.managed;

import dev.berth.config.ConfigException;
import dev.berth.config.Credentials;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;

/**
 * Keeps the physical connection of one managed connection fit for its next user: asks it when it has not answered for a
 * while, replaces it when it is old, dead, or with a standby. Here in the borrower's thread; ahead of time by
 * {@link IdleCare}. The pool never notices.
 */
final class Upkeep {

    private static final Logger LOG = System.getLogger("dev.berth.managed");

    private final ConnectionSource source;
    private final Credentials credentials;
    private final ManagedSession session;
    private final ConnectionState state;
    private final Spare spare;
    private final SecondTry secondTry;
    private final Fitness fitness;
    private volatile boolean asking;
    private volatile boolean mayBeStandby;

    Upkeep(ConnectionSource source, Credentials credentials, ManagedSession session, ConnectionState state) {
        this.source = source;
        this.credentials = credentials;
        this.session = session;
        this.state = state;
        this.spare = new Spare(state, source.spares());
        this.secondTry = new SecondTry(
                source.config().database(), session.physical().vintage().openedAt());
        this.fitness = new Fitness(this, source, session);
    }

    /** Our own pool has its own way to give a thread what it had. */
    private boolean isAServers() {
        return !source.isInOwnPool();
    }

    // ---- in the borrower's thread ----

    /** Takes the connection into use, best with the session that this thread had last; answers where it stood before. */
    Life lease() {
        if (isAServers() && state.isReady()) {
            source.connections().affinity().prefer(this);
        }
        return state.lease();
    }

    /**
     * The connection has been leased, and works for nobody yet: makes it fit.
     *
     * @param taken whether it was taken away while the timer was at it
     * @throws SQLException when it is not, and could not be replaced; it is broken then
     */
    void leased(boolean taken) throws SQLException {
        long now = source.moment();
        int changes = source.failover().changes();
        state.leasedAt(now);
        trust().leasedBy(Thread.currentThread().getId());
        if (taken || !trust().isSettled(now, changes)) {
            makeFit(taken, now);
            if (!isAServers()) { // whose clock does not stand still between two borrows
                trust().settle(now, changes);
            }
        }
    }

    private void makeFit(boolean taken, long now) throws SQLException {
        var vintage = session.physical().vintage();
        if (taken && asking) {
            session.abandon(session.physical()); // whoever asks may wait long for the answer; the borrower does not
            replace(this::successor);
        } else if (!fitness.isGood(vintage, now)) {
            session.retire(session.physical());
            replace(this::successor);
        } else if (vintage.retired(now) && secondTry.isDue(now)) {
            succeed(now);
        } else if (!fitness.trusted(now) && !fitness.answers(session.physical())) {
            session.abandon(session.physical());
            replace(this::successor);
        }
    }

    /** It has reached its age: a successor, or itself for a while more where there is none to be had. */
    private void succeed(long now) throws SQLException {
        Physical fresh;
        try {
            fresh = successor(credentials);
        } catch (SQLException | ConfigException failure) { // also a secret's file that is away for a moment
            if (Opening.isFull(failure)) {
                session.retire(session.physical()); // there is no place for two
                replace(source::openInPlace);
            } else if (!fitness.answers(session.physical())) {
                session.abandon(session.physical());
                replace(this::successor);
            } else {
                secondTry.failed(now, failure);
            }
            return;
        }
        take(fresh);
    }

    private Physical successor(Credentials by) throws SQLException {
        var ready = spare.take();
        return ready != null ? ready : source.openPhysical(by);
    }

    /** The old one is closed. */
    private void replace(Opener opener) throws SQLException {
        try {
            take(opener.open(credentials));
        } catch (SQLException | ConfigException failure) {
            state.breaks(); // without an event: the caller is told, and the pool by cleanup
            throw failure;
        }
    }

    @FunctionalInterface
    private interface Opener {
        Physical open(Credentials by) throws SQLException;
    }

    /** Its user's own code does not want it: another takes its place. */
    void unfit() throws SQLException {
        session.retire(session.physical());
        replace(this::successor);
    }

    /** Nor that one. */
    void unfitAgain() {
        state.breaks();
    }

    private void take(Physical fresh) {
        var old = session.physical();
        place(fresh);
        settled(fresh);
        session.retire(old);
    }

    /** Puts it into the old one's place. */
    void place(Physical fresh) {
        session.place(fresh);
        trust().begins(fresh);
    }

    /** After {@link #place}. */
    void settled(Physical fresh) {
        session.listen(fresh);
        source.counts().replaced();
        source.connections().due(session.managed());
    }

    /**
     * Exchanges what is below with another, where both are idle, before anybody can borrow either. By one thread at a
     * time: it holds two.
     */
    void exchanges(Upkeep other) {
        if (!fitness.maySwap(other.fitness) || !credentials.equals(other.credentials)) {
            return;
        }
        int mine = state.renews();
        int theirs = mine == 0 ? 0 : other.state.renews();
        if (theirs != 0) {
            other.state.renewed(theirs, () -> state.renewed(mine, () -> fitness.swap(other.fitness)));
        }
        if (mine != 0) {
            state.renewed(mine, () -> {}); // where the other was not to be had
        }
    }

    // ---- at its return ----

    /** A write was refused on a session that was not made read-only: it may be with a standby. */
    void suspectStandby() {
        mayBeStandby = true;
    }

    /**
     * The session has been made clean, and goes back to its pool.
     *
     * @param worked whether the database has answered since the lease
     */
    void returned(boolean worked) throws SQLException {
        trust().returned(worked, state.leasedAt());
        if (worked && isAServers()) {
            source.connections().affinity().worked(trust());
        }
        if (mayBeStandby) {
            mayBeStandby = false;
            var physical = session.physical();
            if (source.dialect().standby(physical.connection())) {
                source.failover().standby(physical.vintage().generation());
            }
        }
        var fresh = spare.take();
        if (fresh != null) {
            take(fresh);
        }
    }

    // ---- when the pool asks, and when the timer is at it ----

    /** Whether it can be handed out; while it is idle one that is not fit is replaced for it. */
    boolean isFit() {
        if (state.isReady() && fitness.isKnown(session.physical().vintage(), source.moment())) {
            return true; // and so it stays the pool's, and its session anybody's
        }
        try {
            var before = state.lease();
            if (before == Life.LEASED) {
                return fitness.answers(session.physical());
            }
            leased(before == Life.RENEWING);
            state.release();
            return true;
        } catch (SQLException | RuntimeException failure) {
            LOG.log(Level.DEBUG, "Not fit, and not to be replaced", failure);
            return false;
        }
    }

    /** The old one is asked, or gone: whoever takes the connection away opens its own. */
    void asking(boolean now) {
        asking = now;
    }

    Trust trust() {
        return fitness.trust();
    }

    Fitness fitness() {
        return fitness;
    }

    SecondTry secondTry() {
        return secondTry;
    }

    /** What is put by for the next return. */
    Spare spare() {
        return spare;
    }
}
