package dev.berth;

import dev.berth.managed.ConnectionSource;
import dev.berth.watch.ConnectionsMXBean;

/** What JMX shows of one factory's connections. */
record ConnectionsWatch(ConnectionSource source) implements ConnectionsMXBean {

    @Override
    public String getPoolName() {
        return source.name();
    }

    @Override
    public long getOpened() {
        return source.counts().openedCount();
    }

    @Override
    public long getReplaced() {
        return source.counts().replacedCount();
    }

    @Override
    public long getLeaks() {
        return source.counts().leakCount();
    }

    @Override
    public long getStatementsLeftOpen() {
        return source.counts().statementsLeftOpenCount();
    }

    @Override
    public long getResultSetsLeftOpen() {
        return source.counts().resultsLeftOpenCount();
    }

    @Override
    public boolean isReachable() {
        return !source.isShut();
    }
}
