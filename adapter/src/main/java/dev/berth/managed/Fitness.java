package dev.berth.managed;

import dev.berth.dialect.Health;

/** Whether the session of one managed connection may be handed out, as far as that is known, and as the database says. */
final class Fitness {

    private final ConnectionSource source;
    private final ManagedSession session;

    /** Of the session that is there now. */
    private volatile Trust trust;

    Fitness(ConnectionSource source, ManagedSession session, long openedAt) {
        this.source = source;
        this.session = session;
        this.trust = new Trust(source.config().lifetimes().trust().toNanos(), openedAt);
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

    /** Whether it can go to another managed connection: no driver listens to this one, and no successor is due. */
    boolean isMovable(long now) {
        var physical = session.physical();
        var vintage = physical.vintage();
        return physical.pooled() == null && isGood(vintage, now) && !vintage.dueSoon(now);
    }

    /** Exchanges the sessions, with what is known of each; assigns fields and no more. */
    void exchange(Fitness other) {
        var physical = session.physical();
        session.place(other.session.physical());
        other.session.place(physical);
        var known = trust;
        trust = other.trust;
        other.trust = known;
    }
}
