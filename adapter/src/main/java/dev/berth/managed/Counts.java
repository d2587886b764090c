package dev.berth.managed;

import java.util.concurrent.atomic.LongAdder;

/** What has happened to the connections of one factory since it was deployed. */
public final class Counts {

    private final LongAdder opened = new LongAdder();
    private final LongAdder replaced = new LongAdder();
    private final LongAdder leaks = new LongAdder();
    private final LongAdder statementsLeftOpen = new LongAdder();
    private final LongAdder resultsLeftOpen = new LongAdder();

    void opened() {
        opened.increment();
    }

    void replaced() {
        replaced.increment();
    }

    void leaked() {
        leaks.increment();
    }

    void leftOpen(int statements, int results) {
        statementsLeftOpen.add(statements);
        resultsLeftOpen.add(results);
    }

    /** Physical connections opened, for whatever reason. */
    public long openedCount() {
        return opened.sum();
    }

    /** Physical connections replaced underneath a managed connection. */
    public long replacedCount() {
        return replaced.sum();
    }

    /** Connections that were out for longer than the leak threshold. */
    public long leakCount() {
        return leaks.sum();
    }

    /** Statements that an application left to be closed with their connection. */
    public long statementsLeftOpenCount() {
        return statementsLeftOpen.sum();
    }

    /** Result sets that an application left to be closed with their connection. */
    public long resultsLeftOpenCount() {
        return resultsLeftOpen.sum();
    }
}
