package dev.berth.deploy.bench;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How long a cache line takes from one processor to another. A virtual machine is moved about by its host, and this
 * changes with it by a factor of three or more, within minutes; what threads share costs accordingly.
 */
final class Handover {

    private static final int TIMES = 300_000;

    private final AtomicInteger turn = new AtomicInteger();

    private Handover() {}

    /** In nanoseconds, one way. */
    static double nanos() throws InterruptedException {
        new Handover().play(TIMES / 10);
        return new Handover().play(TIMES);
    }

    private double play(int times) throws InterruptedException {
        var other = new Thread(() -> answer(times), "handover");
        other.start();
        long begin = System.nanoTime();
        for (int i = 0; i < times; i++) {
            turn.set(2 * i + 1);
            await(2 * i + 2);
        }
        double nanos = System.nanoTime() - begin;
        other.join();
        return nanos / times / 2;
    }

    private void answer(int times) {
        for (int i = 0; i < times; i++) {
            await(2 * i + 1);
            turn.set(2 * i + 2);
        }
    }

    private void await(int wanted) {
        while (turn.get() != wanted) {
            Thread.onSpinWait();
        }
    }
}
