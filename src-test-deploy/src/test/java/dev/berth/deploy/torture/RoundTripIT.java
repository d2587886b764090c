package dev.berth.deploy.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.deploy.torture.Errands.Errand;
import dev.berth.deploy.torture.Order.Side;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a container-managed transaction costs on the wire, counted by relays between WildFly and the databases. */
class RoundTripIT {

    private static final int TIMES = 20;

    private final Path work = Path.of(System.getProperty("berth.it.work"), "round-trips");

    @Test
    void a_transaction_costs_what_postgresql_needs_and_no_round_trip_more() throws Exception {
        try (var bank = TortureDatabase.start(Side.BANK, work);
                var ledger = TortureDatabase.start(Side.LEDGER, work);
                var server = TortureServer.create(
                        Target.BERTH,
                        Validation.IN_BACKGROUND,
                        work,
                        "server",
                        bank,
                        ledger,
                        // one scan when the server starts, and no other while it is counted
                        "-DRecoveryEnvironmentBean.periodicRecoveryPeriod=900")) {
            server.start();
            run(server, Errand.ONE_STATEMENT_IN_EACH); // the driver prepares on the server what is used often
            awaitSilence(bank, ledger);

            Map<Errand, Double> trips = new EnumMap<>(Errand.class);
            for (var errand : Errand.values()) {
                long before = trips(bank, ledger);
                run(server, errand);
                trips.put(errand, (trips(bank, ledger) - before) / (double) TIMES);
            }
            assertEquals(
                    Map.of(
                            Errand.BORROW_AND_RETURN, 0.0,
                            Errand.ONE_STATEMENT, 2.0, // with BEGIN before it; COMMIT
                            Errand.ONE_STATEMENT_IN_EACH, 6.0), // the same two, two PREPARE, two COMMIT PREPARED
                    trips,
                    "round trips for each transaction");
        }
    }

    private static void run(TortureServer server, Errand errand) throws Exception {
        var request = HttpRequest.newBuilder(server.mover().resolve("errand"))
                .timeout(Duration.ofMinutes(1))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("what=" + errand + "&times=" + TIMES))
                .build();
        assertEquals(
                "done",
                HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofString())
                        .body(),
                errand.toString());
    }

    private static long trips(TortureDatabase bank, TortureDatabase ledger) {
        return bank.relay().roundTrips() + ledger.relay().roundTrips();
    }

    /** Until the scans of the server's start are over: nothing on the wire for three seconds. */
    private static void awaitSilence(TortureDatabase bank, TortureDatabase ledger) throws Exception {
        var last = new AtomicLong(-1);
        var since = new AtomicLong();
        Patience.until(Duration.ofMinutes(1), "silence on the wire", () -> {
            long now = trips(bank, ledger);
            if (last.getAndSet(now) != now) {
                since.set(System.nanoTime());
            }
            return System.nanoTime() - since.get() > Duration.ofSeconds(3).toNanos();
        });
    }
}
