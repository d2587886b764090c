package dev.berth.jta;

import dev.berth.TestPostgres;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Ends sessions of the pools at random, while they work, but for those that wait for a timeout. Answers how many. */
record SessionKiller(List<Bank> banks, long seed, long end) implements Callable<Integer> {

    @Override
    public Integer call() {
        var random = new Random(seed);
        int killed = 0;
        while (System.nanoTime() < end) {
            var bank = banks.get(random.nextInt(banks.size()));
            killed += TestPostgres.column("SELECT pg_terminate_backend(pid) FROM (SELECT pid FROM pg_stat_activity"
                            + " WHERE application_name = '" + bank.database()
                            + "' AND state <> 'idle' AND query NOT LIKE '%pg_sleep%'"
                            + " ORDER BY md5(pid::text || '" + random.nextInt() + "') LIMIT 1) victim")
                    .size();
            LockSupport.parkNanos(random.nextInt(250_000_000));
        }
        return killed;
    }
}
