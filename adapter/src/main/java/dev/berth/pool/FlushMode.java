package dev.berth.pool;

/** Which connections a flush closes; others take their place as they are needed. */
public enum FlushMode {
    /** All of them, at once: who uses one finds it closed. */
    ALL,
    /** Those that nobody has borrowed. */
    IDLE,
    /** Those that do not answer, among the idle ones. */
    INVALID,
    /** All of them: the idle ones at once, the others when they come back. */
    GRACEFULLY
}
