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

    /** In which of so many equal parts it is, as far as it lasts that long. */
    int part(long now, int parts, long expectedNanos) {
        return (int) Math.min(parts - 1, Math.max(0, (now - began) * parts / expectedNanos));
    }

    /** How much of what began then and ends now lies in it. */
    long within(long then, long now) {
        return now - Math.max(then, began);
    }

    long nanos() {
        return ended - began;
    }
}
