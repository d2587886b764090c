package dev.berth.managed;

/** Where a managed connection stands towards its pool. */
enum Life {
    /** With the pool. */
    READY,
    /** With at least one handle, or at work for a transaction manager. */
    LEASED,
    /** With the pool, while its physical connection is asked or replaced; whoever borrows it takes it from there. */
    RENEWING,
    /** The session is gone; the pool has been told, or is about to be. */
    BROKEN,
    /** Closed for good. */
    DESTROYED
}
