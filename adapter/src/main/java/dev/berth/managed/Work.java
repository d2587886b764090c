package dev.berth.managed;

/** Whose transaction a managed connection works for. */
enum Work {
    /** Nobody's: each statement is its own. */
    NONE,
    /** The application's, begun by a statement with autocommit off. */
    APPLICATION,
    /** A local transaction of the container. */
    CONTAINER,
    /** An XA branch, between start and end. */
    BRANCH,
    /** An XA branch after end: it awaits its outcome, or a join. */
    BRANCH_ENDED,
    /** An XA branch that awaits its resume. */
    BRANCH_SUSPENDED;

    /** Whether demarcation belongs to the container. */
    boolean ofContainer() {
        return this != NONE && this != APPLICATION;
    }

    /** Whether it is an XA branch's. */
    boolean ofBranch() {
        return ofContainer() && this != CONTAINER;
    }

    /** Whether statements may run. */
    boolean takesStatements() {
        return this != BRANCH_ENDED && this != BRANCH_SUSPENDED;
    }
}
