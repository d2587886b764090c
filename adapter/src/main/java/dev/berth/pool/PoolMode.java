package dev.berth.pool;

/** Whether connections are kept. */
public enum PoolMode {
    /**
     * STATIC where each connection would have a database of its own, as one in memory without a name; NONE where a pooler
     * stands before the database; POOLED otherwise.
     */
    AUTO,
    /** They are lent again and again. */
    POOLED,
    /** Each is opened for one borrow, and closed when it comes back: the maximum and the waiting are as ever. */
    NONE,
    /**
     * There is one, for good. A thread that has it and borrows again gets another handle on it, in the same transaction;
     * the others wait.
     */
    STATIC
}
