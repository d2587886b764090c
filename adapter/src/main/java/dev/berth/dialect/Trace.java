package dev.berth.dialect;

/** What the text of a statement may leave behind in its session, beyond what JDBC itself changes. */
public enum Trace {
    /** A setting, the role or the authorization of the session. */
    SETTING,
    /** A temporary table, view, sequence or function. */
    TEMPORARY,
    /** An advisory lock that no end of a transaction frees. */
    ADVISORY_LOCK,
    /** A channel that is listened to. */
    LISTEN,
    /** A statement prepared by SQL. */
    PREPARED,
    /** A cursor that outlives its transaction. */
    CURSOR
}
