package dev.berth.deploy.torture;

import dev.berth.deploy.torture.Order.Leg;
import dev.berth.deploy.torture.Order.Side;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Asks for one transfer after another and writes down what it was told. */
final class Client implements Runnable {

    private static final AtomicLong IDS = new AtomicLong();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI mover;
    private final Faults faults;
    private final Journal journal;
    private final Random random;
    private final long end;

    Client(URI mover, Faults faults, Journal journal, long seed, long end) {
        this.mover = mover;
        this.faults = faults;
        this.journal = journal;
        this.random = new Random(seed);
        this.end = end;
    }

    @Override
    public void run() {
        try {
            while (System.nanoTime() - end < 0) {
                var order = next();
                switch (ask(order)) {
                    case NOT_TAKEN -> pause(300); // the server is away
                    case ROLLED_BACK -> pause(100); // a database may be away
                    default -> {}
                }
                pause(10 + random.nextInt(30));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pause(int millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    /** Mostly between the two databases; also within one, with the other untouched or only read. */
    private Order next() {
        int amount = 1 + random.nextInt(20);
        int first = 1 + random.nextInt(TortureDatabase.ACCOUNTS);
        int second = 1 + random.nextInt(TortureDatabase.ACCOUNTS);
        int kind = random.nextInt(100);
        var side = random.nextBoolean() ? Side.BANK : Side.LEDGER;
        int sign = random.nextBoolean() ? 1 : -1;
        Stream<Leg> legs;
        if (kind < 70 || first == second) {
            legs = Stream.of(new Leg(Side.BANK, first, sign * amount), new Leg(Side.LEDGER, second, -sign * amount));
        } else {
            var within = Stream.of(
                    new Leg(side, Math.min(first, second), sign * amount),
                    new Leg(side, Math.max(first, second), -sign * amount));
            var read = Stream.of(new Leg(side == Side.BANK ? Side.LEDGER : Side.BANK, first, 0));
            legs = kind < 85 ? within : Stream.concat(read, within);
        }
        return new Order(IDS.incrementAndGet(), List.copyOf(legs.toList()), faults.nextTrick());
    }

    private Verdict ask(Order order) throws InterruptedException {
        var request = HttpRequest.newBuilder(mover)
                .timeout(Duration.ofSeconds(25))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(order.form()))
                .build();
        Verdict verdict;
        var text = "";
        try {
            var answer = http.send(request, BodyHandlers.ofString());
            verdict = verdict(answer);
            text = answer.body();
        } catch (ConnectException | HttpConnectTimeoutException e) {
            verdict = Verdict.NOT_TAKEN;
        } catch (IOException e) {
            verdict = Verdict.NO_ANSWER;
            text = e.toString();
        }
        journal.add(order, verdict, text);
        return verdict;
    }

    private static Verdict verdict(HttpResponse<String> answer) {
        int word = answer.body().indexOf('\n');
        var first = word < 0 ? answer.body() : answer.body().substring(0, word).strip();
        return switch (answer.statusCode()) {
            case 200 -> first.equals("COMMITTED") ? Verdict.COMMITTED : Verdict.UNCLEAR;
            case 409 -> first.equals("ROLLED_BACK") ? Verdict.ROLLED_BACK : Verdict.UNCLEAR;
            case 404, 503 -> Verdict.NOT_TAKEN; // the server is up, and the application is not
            default -> first.equals("HEURISTIC") ? Verdict.HEURISTIC : Verdict.UNCLEAR;
        };
    }
}
