package dev.berth.deploy.bench;

/**
 * From when to when it counts, by System.nanoTime; before that it warms up.
 *
 * @param limit operations after which a worker is done all the same; 0: none
 */
record Span(long begin, long end, long limit) {

    static Span of(long warmUpMillis, long measuredMillis) {
        long begin = System.nanoTime() + warmUpMillis * 1_000_000;
        return new Span(begin, begin + measuredMillis * 1_000_000, 0);
    }

    /** So many operations, no matter how long they take. */
    static Span times(long operations) {
        long now = System.nanoTime();
        return new Span(now, now + Long.MAX_VALUE / 2, operations);
    }

    long nanos() {
        return end - begin;
    }

    /** Never before the first operation: a worker that the machine did not let run in time does one all the same. */
    boolean isOver(long now, long operations) {
        return operations > 0 && (now - end >= 0 || limit > 0 && operations >= limit);
    }
}
