package dev.berth;

import dev.berth.managed.ConnectionSource;
import dev.berth.pool.PoolingConnectionManager;
import java.time.Duration;

/** When the connections of a pool are looked after: as it is due, by what is configured. */
final class PoolCare {

    private PoolCare() {}

    static void begin(ConnectionSource source, PoolingConnectionManager pool) {
        source.inOwnPool(pool.tick());
        var connections = source.connections();
        connections.timer(pool.alarm(connections::careForIdle));
        var leak = source.config().observation().leakThreshold();
        if (!leak.isZero()) {
            long millis = Math.max(100, Math.min(10_000, leak.dividedBy(4).toMillis()));
            pool.every(Duration.ofMillis(millis), connections::lookForLeaks);
        }
    }
}
