package dev.berth.managed;

import dev.berth.dialect.Health;

/** Whether the session of one managed connection may be handed out, as far as that is known, and as the database says. */
final class Fitness {

    private final Upkeep upkeep;
    private final ConnectionSource source;
    private final ManagedSession session;

    /** Of the session that is there now. */
    private volatile Trust trust;

    Fitness(Upkeep upkeep, ConnectionSource source, ManagedSession session) {
        this.upkeep = upkeep;
        this.source = source;
        this.session = session;
        this.trust = new Trust(upkeep, source.config().lifetimes().trust().toNanos(), session.physical());
    }

    Trust trust() {
        return trust;
    }

    /** Whether it need not be asked. */
    boolean trusted(long now) {
        return trust.holds(now) && source.failover().trusts(trust.answeredAt());
    }

    /** Whether it may be handed out at all. */
    boolean isGood(Vintage vintage, long now) {
        return vintage.generation() == source.failover().generation() && !vintage.expired(now);
    }

    /** Whether nothing has to be done before it is handed out, as far as that can be told without a question. */
    boolean isKnown(Vintage vintage, long now) {
        return isGood(vintage, now) && !vintage.retired(now) && trusted(now);
    }

    /** Whether the database answers, within the validation timeout, and is what was asked for. */
    boolean answers(Physical physical) {
        var health = session.ask(physical);
        if (health == Health.ALIVE) {
            trust.answered(source.now());
            return true;
        }
        if (health == Health.STANDBY) {
            source.failover().standby(physical.vintage().generation());
        } else {
            source.failover().suspect();
        }
        return false;
    }

    /** Whether both sessions can move, and the other's need not be asked first. */
    boolean maySwap(Fitness other) {
        long now = source.moment();
        return trust.isMovable(now) && other.trust.isMovable(now) && other.trusted(now);
    }

    /** Exchanges the sessions, with what is known of each; assigns fields and no more. */
    void swap(Fitness other) {
        var physical = session.physical();
        session.place(other.session.physical());
        other.session.place(physical);
        var known = trust;
        trust = other.trust;
        other.trust = known;
        known.home(trust.home());
        trust.home(upkeep);
    }
}
