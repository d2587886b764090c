package dev.berth.jta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.PooledDataSource;
import dev.berth.Until;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Clients move money between two databases, while sessions are killed, transactions time out and are rolled back, and
 * recovery runs; then the books are audited against what the clients were told. -Dberth.jta.torture.seconds for longer,
 * -Dberth.jta.torture.seed to repeat the plan.
 */
@Timeout(600)
class JtaTortureTest {

    private static final int CLIENTS = 6;

    private final long seed = Long.getLong("berth.jta.torture.seed", System.nanoTime());
    private final Duration length = Duration.ofSeconds(Long.getLong("berth.jta.torture.seconds", 20));

    private Bank bank;
    private Bank ledger;

    @BeforeEach
    void create() throws Exception {
        bank = Bank.create("jta_torture_bank", Mover.ACCOUNTS);
        ledger = Bank.create("jta_torture_ledger", Mover.ACCOUNTS);
    }

    @AfterEach
    void drop() {
        bank.drop();
        ledger.drop();
    }

    @Test
    void what_clients_are_told_is_what_stands_in_both_databases() throws Exception {
        var journal = new Journal();
        int kills;
        try (var here = bank.pool().build();
                var there = ledger.pool().build()) {
            var helpers = List.of(Narayana.register(here), Narayana.register(there));
            try {
                kills = torture(here, there, journal);
                Until.equal(0, () -> here.snapshot().lent() + there.snapshot().lent());
                for (int i = 0; i < 10 && !isAllOver(); i++) {
                    Narayana.scan();
                }
            } finally {
                helpers.forEach(Narayana::unregister);
            }
            for (var source : List.of(here, there)) {
                var now = source.snapshot();
                assertEquals(now.size(), now.idle() + now.lent(), now::toString);
                assertEquals(now.size(), now.opened() - now.closed(), now::toString);
                assertTrue(now.size() <= 4, now::toString);
            }
        }
        System.out.println("JTA torture, seed " + seed + ", " + length.toSeconds() + " s: " + kills
                + " sessions killed, " + journal.outcomes());
        audit(journal);
        assertTrue(kills > 0, "nothing was killed");
        journal.requireAll();
    }

    /** In the databases: what records the manager keeps of its own is no matter of ours. */
    private boolean isAllOver() throws Exception {
        return bank.inDoubt().isEmpty() && ledger.inDoubt().isEmpty();
    }

    private int torture(PooledDataSource here, PooledDataSource there, Journal journal) throws Exception {
        long end = System.nanoTime() + length.toNanos();
        var threads = Executors.newFixedThreadPool(CLIENTS + 2);
        try {
            var killing = threads.submit(new SessionKiller(List.of(bank, ledger), seed, end));
            var all = new ArrayList<Future<?>>();
            for (int i = 0; i < CLIENTS; i++) {
                all.add(threads.submit(new Mover(here, there, journal, i, seed + 1 + i, end)));
            }
            all.add(threads.submit(() -> {
                while (System.nanoTime() < end) {
                    Narayana.scan();
                }
            }));
            for (var one : all) {
                one.get(length.toSeconds() + 120, TimeUnit.SECONDS);
            }
            return killing.get(30, TimeUnit.SECONDS);
        } finally {
            threads.shutdownNow();
        }
    }

    private void audit(Journal journal) throws Exception {
        assertEquals(List.of(), bank.inDoubt());
        assertEquals(List.of(), ledger.inDoubt());
        long sum = Long.parseLong(bank.ask("SELECT sum(balance) FROM account"))
                + Long.parseLong(ledger.ask("SELECT sum(balance) FROM account"));
        assertEquals(2L * Mover.ACCOUNTS * 100, sum);
        var out = entries(bank);
        var in = entries(ledger);
        assertEquals(out, in, "the same transfers stand in both");
        assertEquals(Set.of(), minus(journal.of(Verdict.COMMITTED), out), "reported as committed, and not there");
        assertEquals(
                Set.of(),
                minus(out, minus(out, journal.of(Verdict.ROLLED_BACK))),
                "reported as rolled back, and there");
        assertEquals(
                bank.ask("SELECT sum(balance) FROM account"),
                bank.ask("SELECT " + Mover.ACCOUNTS * 100 + " + coalesce(sum(amount), 0) FROM entry"));
        Until.equal(0L, () -> bank.sessions() + ledger.sessions());
    }

    private static Set<Long> entries(Bank bank) throws Exception {
        var all = new HashSet<Long>();
        var listed = bank.ask("SELECT coalesce(string_agg(id::text, ','), '') FROM entry");
        for (var id : listed.split(",", -1)) {
            if (!id.isEmpty()) {
                all.add(Long.valueOf(id));
            }
        }
        return all;
    }

    private static Set<Long> minus(Set<Long> all, Set<Long> some) {
        var rest = new HashSet<>(all);
        rest.removeAll(some);
        return rest;
    }
}
