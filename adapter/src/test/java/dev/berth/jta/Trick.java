package dev.berth.jta;

/** What happens to a transfer of the torture besides what happens to all. */
enum Trick {
    NONE,
    ROLLBACK,
    MARK,
    TIMEOUT,
    SUSPEND,
    /** A handle is left open past the end. */
    KEEP,
    /** The end comes in another thread. */
    ELSEWHERE,
    /** A second handle while the first is open. */
    SHARED
}
