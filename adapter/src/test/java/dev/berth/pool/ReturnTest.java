package dev.berth.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What happens between the two looks that a connection gets when it comes back. */
class ReturnTest {

    private final FakeFactory factory = new FakeFactory();
    private Runnable meanwhile = () -> {};

    private Pool pool() {
        var config = new PoolConfig(
                "the pool",
                1,
                0,
                0,
                Duration.ZERO,
                -1,
                Duration.ZERO,
                Duration.ofSeconds(30),
                false,
                PoolMode.POOLED,
                1);
        var growth = new Growth(config, () -> factory.createManagedConnection(null, null), new InlineThreads(() -> 0));
        var pool = new Pool(
                config,
                () -> { // asked where somebody waits, before the connection is anybody's
                    meanwhile.run();
                    return 0;
                },
                () -> 0,
                growth,
                () -> {});
        growth.growIdle(pool);
        return pool;
    }

    @Test
    void one_that_is_retired_while_it_comes_back_is_closed() throws Exception {
        var pool = pool();
        var entry = pool.lease(Duration.ZERO);
        pool.waiters().enter(0, -1);
        meanwhile = () -> {
            entry.retire();
            assertTrue(!entry.check(), "it is not idle yet: the flush leaves it to its user");
        };
        pool.giveBack(entry);
        assertTrue(entry.isGone());
        assertEquals(1, factory.opened.get() - factory.open.get(), "closed");
    }

    @Test
    void one_that_comes_back_while_its_pool_is_closed_is_closed() throws Exception {
        var pool = pool();
        var entry = pool.lease(Duration.ZERO);
        pool.waiters().enter(0, -1);
        meanwhile = pool::close;
        pool.giveBack(entry);
        assertTrue(entry.isGone());
        assertEquals(0, pool.snapshot().idle());
        assertEquals(1, factory.opened.get(), "none was opened for a waiter who has been refused");
    }

    /** A return is a plain store: at that very moment a flush may see the connection lent, and the return no flush. */
    private PoolEntry idleAlthoughRetired(Pool pool) throws Exception {
        var entry = pool.lease(Duration.ZERO);
        pool.giveBack(entry);
        entry.retire();
        return entry;
    }

    private void assertClosed(PoolEntry entry) {
        assertTrue(entry.isGone());
        assertEquals(0, factory.open.get(), "closed");
    }

    @Test
    void one_that_came_back_idle_although_it_was_retired_is_never_lent() throws Exception {
        var pool = pool();
        var entry = idleAlthoughRetired(pool);
        assertNull(pool.look());
        assertClosed(entry);
    }

    @Test
    void nor_is_it_left_open() throws Exception {
        var pool = pool();
        var entry = idleAlthoughRetired(pool);
        pool.sweep();
        assertClosed(entry);
    }
}
