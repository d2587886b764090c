package dev.berth.pool;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The threads of a pool without threads: what is to be done is done at once, by whoever asks, and later by the clock. */
final class InlineThreads extends ScheduledThreadPoolExecutor {

    private record Task(Runnable work, long at, long period) {}

    private final LongSupplier clock;
    private final PriorityQueue<Task> later = new PriorityQueue<>(Comparator.comparingLong(Task::at));

    InlineThreads(LongSupplier clock) {
        super(0);
        this.clock = clock;
    }

    @Override
    public void execute(Runnable work) {
        work.run();
    }

    @Override
    public synchronized ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
        later.add(new Task(work, clock.getAsLong() + unit.toNanos(delay), 0));
        return null; // nobody keeps it
    }

    @Override
    public synchronized ScheduledFuture<?> scheduleWithFixedDelay(
            Runnable work, long first, long period, TimeUnit unit) {
        later.add(new Task(work, clock.getAsLong() + unit.toNanos(first), unit.toNanos(period)));
        return null;
    }

    /** Does what is due by now, in the caller's thread. */
    void runDue() {
        for (var task = due(); task != null; task = due()) {
            task.work().run();
        }
    }

    private synchronized Task due() {
        var first = later.peek();
        if (first == null || first.at() > clock.getAsLong()) {
            return null;
        }
        later.remove();
        if (first.period() > 0) {
            later.add(new Task(first.work(), clock.getAsLong() + first.period(), first.period()));
        }
        return first;
    }

    @Override
    public synchronized java.util.List<Runnable> shutdownNow() {
        later.clear();
        return super.shutdownNow();
    }
}
