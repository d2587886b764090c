package dev.berth.pool;

import dev.berth.pool.FakeFactory.Fake;
import jakarta.resource.spi.ConnectionEvent;
import java.time.Duration;

/** A pool of one place, and its one connection: what two or three threads do with it, and what became of it. */
final class Scene {

    /** Everything that was handed over has waited for long. */
    private static final long LATE = 1_000_000_000L;

    private static final InlineThreads THREADS = new InlineThreads(() -> 0);

    private final FakeFactory factory = new FakeFactory();
    final Pool pool;
    final PoolEntry entry;
    final Growth growth;

    private Scene(Duration timeout) {
        var config = new PoolConfig(
                "stress", 1, 0, 0, timeout, -1, Duration.ZERO, Duration.ofSeconds(30), false, PoolMode.POOLED, 1);
        growth = new Growth(config, () -> factory.createManagedConnection(null, null), THREADS);
        pool = new Pool(config, () -> LATE, () -> LATE, growth, () -> {});
        growth.growIdle(pool);
        entry = pool.entries()[0];
    }

    /** Nobody has it. */
    static Scene idle() {
        return new Scene(Duration.ofNanos(1));
    }

    /** It is lent. */
    static Scene lent() {
        return lent(Duration.ofNanos(1));
    }

    /** It is lent, and who waits for it does so for that long. */
    static Scene lent(Duration timeout) {
        var scene = new Scene(timeout);
        scene.borrows();
        return scene;
    }

    // ---- what can be done with it ----

    boolean borrows() {
        var mine = pool.look();
        if (mine != null) {
            mine.taken(0);
        }
        return mine != null;
    }

    void comesBack() {
        entry.connectionClosed(new ConnectionEvent(entry.connection(), ConnectionEvent.CONNECTION_CLOSED));
    }

    void breaks() {
        entry.connectionErrorOccurred(
                new ConnectionEvent(entry.connection(), ConnectionEvent.CONNECTION_ERROR_OCCURRED));
    }

    /** As when it has been idle for too long. */
    void expires() {
        if (entry.check()) {
            pool.discard(entry);
        }
    }

    /** As a graceful flush has it. */
    void retires() {
        entry.retire();
        expires();
    }

    // ---- what became of it ----

    /** In one word; anything else is two states that contradict each other. */
    String fate() {
        pool.sweep(); // as the housekeeper does: what came back at the very moment of its end
        var fake = (Fake) entry.connection();
        if (entry.isGone()) {
            return fake.isDestroyed() && pool.entries().length == 0 && places() == 1 ? "closed" : "gone, not closed";
        }
        if (fake.isDestroyed() || pool.entries().length != 1) {
            return "closed, not gone";
        }
        return entry.isIdle() ? "idle" : entry.isLeased() ? "lent" : "nobody's";
    }

    /** How many more the pool would open now. */
    private int places() {
        int places = 0;
        while (places < 3 && growth.growIdle(pool)) {
            places++;
        }
        return places;
    }
}
