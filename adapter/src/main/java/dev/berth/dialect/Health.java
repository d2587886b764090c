package dev.berth.dialect;

/** What a check of a session found. */
public enum Health {
    /** It answers, and is with a server that was asked for. */
    ALIVE,
    /** It did not answer within the bound, or with a failure. */
    DEAD,
    /** It answers, but from a server that takes no writes, where a primary was wanted. */
    STANDBY
}
