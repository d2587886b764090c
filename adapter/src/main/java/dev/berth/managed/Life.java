package dev.berth.managed;

/** Where a managed connection stands towards its pool. */
enum Life {
    /** With the pool. */
    READY,
    /** With at least one handle. */
    LEASED,
    /** The session is gone; the pool has been told, or is about to be. */
    BROKEN,
    /** Closed for good. */
    DESTROYED
}
