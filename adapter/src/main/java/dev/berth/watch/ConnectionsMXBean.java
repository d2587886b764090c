package dev.berth.watch;

/** What has happened to the physical connections of one connection factory since it was deployed. */
public interface ConnectionsMXBean {

    /** What logs, and the database's own views, call the pool. */
    String getPoolName();

    /** Physical connections opened, for whatever reason. */
    long getOpened();

    /** Physical connections replaced underneath a pooled one: by age, dead, or with a standby. */
    long getReplaced();

    /** Connections that were out for longer than {@code leakDetectionThreshold}. */
    long getLeaks();

    /** Statements that applications left to be closed with their connection. */
    long getStatementsLeftOpen();

    /** Result sets that applications left to be closed with their connection. */
    long getResultSetsLeftOpen();

    /** False while attempts to connect are refused, since the last ones failed. */
    boolean isReachable();
}
