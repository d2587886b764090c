package dev.berth.demo;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Asks over HTTP whether a deployed application really answers: a server may deploy it and miss its port. */
final class Probe {

    private static final int ANSWER_MILLIS = 10_000;

    private Probe() {}

    static void await(URI address, Duration patience, BooleanSupplier serverRuns) throws IOException {
        String[] last = {"no answer"};
        try {
            Await.until(patience, "status 200", () -> {
                if (!serverRuns.getAsBoolean()) {
                    throw new IOException("WildFly ended");
                }
                last[0] = ask(address);
                return last[0].equals("200");
            });
        } catch (IOException e) {
            throw new IOException(
                    "GET " + address + " did not answer 200 (last: " + last[0] + "): " + e.getMessage(), e);
        }
    }

    private static String ask(URI address) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setConnectTimeout(ANSWER_MILLIS);
        connection.setReadTimeout(ANSWER_MILLIS);
        try {
            return String.valueOf(connection.getResponseCode());
        } catch (IOException e) {
            // not there yet: what came instead is told when the time is up
            return e.toString();
        } finally {
            connection.disconnect();
        }
    }
}
