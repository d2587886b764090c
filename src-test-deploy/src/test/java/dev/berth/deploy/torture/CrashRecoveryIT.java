package dev.berth.deploy.torture;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.berth.Obligation;
import dev.berth.deploy.torture.Order.Leg;
import dev.berth.deploy.torture.Order.Side;
import dev.berth.deploy.torture.Order.Trick;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.byteman.agent.Main;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The server is killed at each step of a transaction over two databases and started again: recovery leaves both as the
 * decision says, and nothing in doubt. Rules hold the server's thread there; the adapter knows nothing of them.
 */
@Obligation({12, 46, 51, 52})
class CrashRecoveryIT {

    private static final Duration RECOVERY = Duration.ofSeconds(60);

    private static final AtomicLong IDS = new AtomicLong();

    private static CrashSwitch files;
    private static TortureDatabase bank;
    private static TortureDatabase ledger;
    private static TortureServer server;

    @BeforeAll
    static void startAll() throws Exception {
        var work = Path.of(System.getProperty("berth.it.work"), "crash");
        files = CrashSwitch.in(work);
        bank = TortureDatabase.start(Side.BANK, work);
        ledger = TortureDatabase.start(Side.LEDGER, work);
        var agent = Path.of(
                Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        server = TortureServer.create(
                Target.BERTH,
                Validation.BEFORE_EACH_USE,
                work,
                "server",
                bank,
                ledger,
                "-javaagent:" + agent + "=boot:" + agent + ",script:" + files.rules(),
                "-Dorg.jboss.byteman.transform.all",
                "-Djboss.modules.system.pkgs=org.jboss.byteman");
        server.start();
    }

    @AfterAll
    static void stopAll() throws Exception {
        try (var third = bank;
                var second = ledger;
                var first = server) {
            // closed in this order: the server, the ledger, the bank
        }
    }

    @ParameterizedTest
    @EnumSource
    void after_a_crash_both_databases_agree_and_nothing_is_in_doubt(CrashPoint point) throws Exception {
        var order = new Order(
                IDS.incrementAndGet(), List.of(new Leg(Side.BANK, 1, -10), new Leg(Side.LEDGER, 2, 10)), Trick.NONE);
        awaitNothingInDoubt();
        files.arm(point);
        var answer = ask(order);
        Patience.until(
                Duration.ofSeconds(30),
                "the server's thread at " + point + "; see " + server.log(),
                () -> files.isHeld(point));

        assertFalse(answer.isDone(), "nobody may be answered while the thread is held at " + point);

        server.kill();
        files.disarm(point);
        server.start();
        awaitNothingInDoubt();

        long expected = point.commits() ? 1 : 0;
        assertAll(
                () -> assertEquals(expected, entries(bank, order), "entries in bank"),
                () -> assertEquals(expected, entries(ledger, order), "entries in ledger"),
                () -> assertEquals(
                        List.of(),
                        new Books(bank, ledger)
                                .audit(List.of()).stream()
                                        .filter(violation -> !violation.startsWith("STRANGER"))
                                        .toList()));
    }

    private static CompletableFuture<HttpResponse<String>> ask(Order order) {
        var request = HttpRequest.newBuilder(server.mover())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(order.form()))
                .build();
        return HttpClient.newHttpClient().sendAsync(request, BodyHandlers.ofString());
    }

    private static void awaitNothingInDoubt() throws Exception {
        for (var database : List.of(bank, ledger)) {
            Patience.until(
                    RECOVERY,
                    "recovery of " + database.side() + ", which has in doubt: " + database.inDoubt() + "; see "
                            + server.log(),
                    () -> database.inDoubt().isEmpty() && database.locksOfTheDead() == 0);
        }
    }

    private static long entries(TortureDatabase database, Order order) throws Exception {
        return Long.parseLong(database.value("select count(*) from entry where id = " + order.id()));
    }
}
