package dev.berth.managed;

/**
 * Where a physical connection comes from. Times are those of the factory's clock, in nanoseconds.
 *
 * @param openedAt when it was opened
 * @param retiresAt when it is to be replaced, at the latest at its next borrow
 * @param expiresAt when its credentials do: from then on it is not handed out
 * @param generation of the factory's connections: an older one than the factory's leads to yesterday's primary
 */
record Vintage(long openedAt, long retiresAt, long expiresAt, int generation) {

    /** So far away that no difference of clock values overflows. */
    static final long NEVER = Long.MAX_VALUE / 4;

    /** Whether it has reached its age. */
    boolean retired(long now) {
        return now - retiresAt >= 0;
    }

    /** Whether nobody may use it any more. */
    boolean expired(long now) {
        return now - expiresAt >= 0;
    }

    /** When it is time to open its successor: ahead of its age by a tenth of it, 30 seconds at most. */
    long successorAt() {
        return retiresAt - Math.min((retiresAt - openedAt) / 10, 30_000_000_000L);
    }

    /** Whether that time has come. */
    boolean dueSoon(long now) {
        return now - successorAt() >= 0;
    }
}
