package dev.berth.jta;

/** What a client of the torture was told of a transfer. */
enum Verdict {
    COMMITTED,
    ROLLED_BACK,
    /** Commit threw something that leaves the outcome open. */
    UNKNOWN
}
