package dev.berth.pool;

import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random sequences of the pool's operations against a model. A failure names its seed: give it back with
 * {@code -Dberth.pool.seed}, and more of them with {@code -Dberth.pool.sequences}.
 */
@Timeout(120)
class PoolModelTest {

    private static final int STEPS = 40;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Long given = Long.getLong("berth.pool.seed");
    private final int sequences = given != null ? 1 : Integer.getInteger("berth.pool.sequences", 1_000);

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    void whatever_is_done_in_whatever_order_the_pool_is_what_the_model_says() {
        var seeds = new Random();
        for (int i = 0; i < sequences; i++) {
            long seed = given != null ? given : seeds.nextLong();
            var model = new PoolModel(seed, threads);
            try {
                model.run(STEPS);
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError(
                        "-Dberth.pool.seed=" + seed + ": " + failure.getMessage() + ", after " + model.log(), failure);
            }
        }
    }
}
