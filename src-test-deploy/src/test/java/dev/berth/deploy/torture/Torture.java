package dev.berth.deploy.torture;

import dev.berth.deploy.torture.Order.Side;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Clients move money between two databases while the faults of a seeded plan happen to everything; then all is healed,
 * recovery gets its time, and the books are audited.
 */
record Torture(Target target, long seed, Duration length, int kills, Path work) {

    private static final int CLIENTS = 8;
    private static final Duration RECOVERY = Duration.ofMinutes(2);

    TortureReport run() throws Exception {
        try (var bank = TortureDatabase.start(Side.BANK, work);
                var ledger = TortureDatabase.start(Side.LEDGER, work);
                var server = TortureServer.create(target, Validation.BEFORE_EACH_USE, work, "server", bank, ledger)) {
            server.start();
            var journal = new Journal();
            long end = System.nanoTime() + length.toNanos();
            var faults = new Faults(seed, List.of(bank, ledger), end);
            torture(server, faults, journal, end);

            bank.heal();
            ledger.heal();
            if (!server.isRunning()) {
                server.start();
            }
            long healed = System.nanoTime();
            // whether it was so in time is for the audit to say
            Patience.sees(
                    RECOVERY,
                    Duration.ofMillis(500),
                    () -> inDoubt(bank, ledger).isEmpty() && bank.locksOfTheDead() + ledger.locksOfTheDead() == 0);
            long recovered = System.nanoTime();
            return new TortureReport(
                    target,
                    seed,
                    length.toSeconds() / 60.0,
                    faults.done(),
                    journal.outcomes(),
                    new Books(bank, ledger).audit(journal.lines()),
                    inDoubt(bank, ledger),
                    TimeUnit.NANOSECONDS.toSeconds(recovered - healed),
                    server.transactionRecords(),
                    samples(journal));
        }
    }

    private void torture(TortureServer server, Faults faults, Journal journal, long end) throws Exception {
        var threads = Executors.newFixedThreadPool(CLIENTS + 2);
        try {
            List<Future<?>> all = new ArrayList<>();
            all.add(threads.submit(faults));
            all.add(threads.submit(new Kills(server, faults, seed, kills, length)));
            for (int i = 0; i < CLIENTS; i++) {
                all.add(threads.submit(new Client(server.mover(), faults, journal, seed + 1 + i, end)));
            }
            for (var one : all) {
                one.get(length.toSeconds() + 300, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
            threads.awaitTermination(60, TimeUnit.SECONDS);
        }
    }

    private static List<String> inDoubt(TortureDatabase bank, TortureDatabase ledger) throws SQLException {
        var all = new ArrayList<String>();
        for (var database : List.of(bank, ledger)) {
            database.inDoubt().forEach(gid -> all.add(database.side() + ": " + gid));
        }
        return all;
    }

    /** Some answers that left the outcome open, to see why. */
    private static List<String> samples(Journal journal) {
        return journal.lines().stream()
                .filter(line -> line.verdict() == Verdict.HEURISTIC || line.verdict() == Verdict.UNCLEAR)
                .limit(40)
                .map(Journal.Line::toString)
                .toList();
    }
}
