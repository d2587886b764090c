package dev.berth.deploy.torture;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** Ends the server's process now and then, and starts it again. */
final class Kills implements Runnable {

    private final TortureServer server;
    private final Faults faults;
    private final Random random;
    private final int count;
    private final long start;
    private final long step;

    Kills(TortureServer server, Faults faults, long seed, int count, Duration length) {
        this.server = server;
        this.faults = faults;
        this.random = new Random(seed);
        this.count = count;
        this.start = System.nanoTime();
        this.step = length.toNanos() / Math.max(count, 1);
    }

    @Override
    public void run() {
        for (int i = 0; i < count; i++) {
            long moment = start + i * step + step / 4 + (long) (random.nextDouble() * step / 4);
            while (moment - System.nanoTime() > 0) {
                LockSupport.parkNanos(moment - System.nanoTime());
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
            }
            server.kill();
            faults.count(FaultKind.KILL_SERVER);
            try {
                server.start();
            } catch (Exception e) {
                throw new IllegalStateException("expected the server to start again after its end", e);
            }
        }
    }
}
