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
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a transaction costs on the wire, counted by relays between WildFly and the databases: with everything at its
 * default, whether connections are validated on match or not.
 */
class RoundTripIT {

    private static final int TIMES = 20;
    private static final int ROUNDS = 5;

    /** Longer than the trust window. */
    private static final Duration UNTRUSTED = Duration.ofMillis(600);

    private static final Map<Errand, Double> EXPECTED = Map.of(
            Errand.BORROW_AND_RETURN, 0.0,
            Errand.BORROW_WITHOUT_TRANSACTION, 0.0,
            Errand.BORROW_IN_USER_TRANSACTION, 0.0,
            Errand.ONE_SELECT, 2.0, // with BEGIN before it; COMMIT
            Errand.ONE_STATEMENT, 2.0, // the same
            Errand.ONE_STATEMENT_IN_EACH, 6.0); // the same two, two PREPARE, two COMMIT PREPARED

    private final Path work = Path.of(System.getProperty("berth.it.work"), "round-trips");

    @ParameterizedTest
    @EnumSource
    void a_transaction_costs_what_postgresql_needs_and_no_round_trip_more(Validation validation) throws Exception {
        try (var bank = TortureDatabase.start(Side.BANK, work);
                var ledger = TortureDatabase.start(Side.LEDGER, work);
                var server = TortureServer.create(
                        Target.BERTH,
                        validation,
                        work,
                        "server",
                        bank,
                        ledger,
                        // one scan when the server starts, and no other while it is counted
                        "-DRecoveryEnvironmentBean.periodicRecoveryPeriod=900")) {
            server.start();
            var wire = new Wire(server, List.of(bank.relay(), ledger.relay()));
            wire.warmUp();
            assertEquals(EXPECTED, wire.costs(), "round trips for each transaction");
            for (var errand : List.of(Errand.BORROW_AND_RETURN, Errand.BORROW_WITHOUT_TRANSACTION, Errand.ONE_SELECT)) {
                assertEquals(
                        EXPECTED.get(errand) + 1,
                        wire.costAfterTheTrustWindow(errand),
                        errand + ", with a connection that the database has not answered on for a while");
            }
        }
    }

    /** A server, and what stands between it and its databases. */
    private record Wire(TortureServer server, List<WireRelay> relays) {

        long trips() {
            return relays.stream().mapToLong(WireRelay::roundTrips).sum();
        }

        /** The driver prepares on the server what is used often. */
        void warmUp() throws Exception {
            run(Errand.ONE_STATEMENT_IN_EACH, TIMES);
            run(Errand.ONE_SELECT, TIMES);
            awaitSilence();
        }

        /** Of the cheapest round each: a machine that rests for longer than the trust window costs one more. */
        Map<Errand, Double> costs() throws Exception {
            Map<Errand, Double> trips = new EnumMap<>(Errand.class);
            for (int round = 0; round < ROUNDS; round++) {
                for (var errand : Errand.values()) {
                    run(Errand.ONE_SELECT, TIMES); // the database has answered just now
                    trips.merge(errand, cost(errand, TIMES) / (double) TIMES, Math::min);
                }
            }
            return trips;
        }

        double costAfterTheTrustWindow(Errand errand) throws Exception {
            long least = Long.MAX_VALUE;
            for (int round = 0; round < ROUNDS; round++) {
                long start = System.nanoTime();
                Patience.until(
                        Duration.ofMinutes(1),
                        "the end of the trust window",
                        () -> System.nanoTime() - start > UNTRUSTED.toNanos());
                least = Math.min(least, cost(errand, 1));
            }
            return least;
        }

        private long cost(Errand errand, int times) throws Exception {
            long before = trips();
            run(errand, times);
            return trips() - before;
        }

        private void run(Errand errand, int times) throws Exception {
            var request = HttpRequest.newBuilder(server.mover().resolve("errand"))
                    .timeout(Duration.ofMinutes(1))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString("what=" + errand + "&times=" + times))
                    .build();
            assertEquals(
                    "done",
                    HttpClient.newHttpClient()
                            .send(request, BodyHandlers.ofString())
                            .body(),
                    errand.toString());
        }

        /** Until the scans of the server's start are over: nothing on the wire for three seconds. */
        private void awaitSilence() throws Exception {
            var last = new AtomicLong(-1);
            var since = new AtomicLong();
            Patience.until(Duration.ofMinutes(1), "silence on the wire", () -> {
                long now = trips();
                if (last.getAndSet(now) != now) {
                    since.set(System.nanoTime());
                }
                return System.nanoTime() - since.get() > Duration.ofSeconds(3).toNanos();
            });
        }
    }
}
