package dev.berth.bench;

/** When it counts: between warm-up and end. */
final class Phase {

    private volatile long began = Long.MAX_VALUE;
    private volatile long ended;
    private volatile boolean over;

    void begin() {
        began = System.nanoTime();
    }

    void end() {
        ended = System.nanoTime();
        over = true;
    }

    boolean counts() {
        return began != Long.MAX_VALUE;
    }

    boolean over() {
        return over;
    }

    /** How much of what began then and ends now lies in it. */
    long within(long then, long now) {
        return now - Math.max(then, began);
    }

    long nanos() {
        return ended - began;
    }
}
