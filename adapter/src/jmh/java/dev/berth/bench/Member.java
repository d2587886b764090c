package dev.berth.bench;

import java.sql.SQLException;
import java.util.concurrent.ThreadFactory;
import javax.sql.DataSource;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** One thread of a {@link Crowd}. What it counts is read when it has ended. */
final class Member implements Runnable {

    private static final long LONGEST = 120_000_000_000L;

    private final DataSource source;
    private final Crowd.Use use;
    private final Phase phase;
    private final @Nullable Histogram times;

    private @Nullable Thread thread;
    /** A wait is told by the part of the phase in which it ended. */
    static final int PARTS = 100;

    private long operations;
    private final long[] longest = new long[PARTS];
    private final long expectedNanos;
    private @Nullable Exception failure;

    Member(DataSource source, Crowd.Use use, Phase phase, Plan plan, boolean timed) {
        this.expectedNanos = plan.measuredMillis() * 1_000_000;
        this.source = source;
        this.use = use;
        this.phase = phase;
        this.times = timed ? new Histogram(LONGEST, 3) : null;
    }

    void startIn(ThreadFactory factory) {
        var made = factory.newThread(this);
        thread = made;
        made.start();
    }

    @Override
    public void run() {
        try {
            while (!phase.over()) {
                once();
            }
        } catch (SQLException | RuntimeException thrown) {
            failure = thrown;
            System.out.println(thrown);
        }
    }

    /** A wait counts from the beginning of the phase, and to its own end. */
    private void once() throws SQLException {
        long asked = System.nanoTime();
        long had;
        try (var connection = source.getConnection()) {
            had = System.nanoTime();
            use.with(connection);
        }
        if (phase.counts()) {
            int part = phase.part(had, PARTS, expectedNanos);
            longest[part] = Math.max(longest[part], phase.within(asked, had));
            if (!phase.over()) {
                operations++;
            }
            if (times != null) {
                times.recordValue(System.nanoTime() - asked);
            }
        }
    }

    Thread thread() {
        return java.util.Objects.requireNonNull(thread);
    }

    long operations() {
        return operations;
    }

    /** Of each hundredth of the phase. */
    long longest(int part) {
        return longest[part];
    }

    boolean failed() {
        return failure != null;
    }

    Histogram times() {
        return java.util.Objects.requireNonNull(times);
    }
}
