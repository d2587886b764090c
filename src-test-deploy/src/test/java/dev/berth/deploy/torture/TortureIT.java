package dev.berth.deploy.torture;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Whatever happens to databases, wire and server: what the clients were told is what stands in the databases. */
class TortureIT {

    private static final double SECONDS_PER_KILL = 110;

    @Test
    void what_clients_are_told_is_what_stands_in_both_databases() throws Exception {
        var target =
                Target.valueOf(System.getProperty("torture.target", "berth").toUpperCase(Locale.ROOT));
        long seed = Long.getLong("torture.seed", System.nanoTime());
        var length =
                Duration.ofMillis((long) (60_000 * Double.parseDouble(System.getProperty("torture.minutes", "2"))));
        int kills = (int) Math.max(2, Math.round(length.toSeconds() / SECONDS_PER_KILL));
        System.out.println("torture of " + target + ": repeat it by -Dtorture.seed=" + seed);

        var report =
                new Torture(target, seed, length, kills, Path.of(System.getProperty("berth.it.work"), "torture")).run();

        System.out.println(report);
        var file = System.getProperty("torture.report");
        if (file != null) {
            report.writeTo(Path.of(file));
        }
        if (target == Target.BERTH) {
            assertTrue(report.violations().isEmpty(), () -> "expected no violations: " + report);
            assertTrue(report.inDoubt().isEmpty(), () -> "expected nothing in doubt after recovery: " + report);
            assertTrue(
                    report.faults().getOrDefault(FaultKind.KILL_SERVER, 0) == kills,
                    () -> "expected " + kills + " ends of the server, or it proves less than it says: " + report);
        } else {
            assertFalse(
                    report.violations().isEmpty() && report.inDoubt().isEmpty(),
                    () -> "expected the built-in data source to be caught, or the torture proves nothing: " + report);
        }
    }
}
