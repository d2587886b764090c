package dev.berth.deploy;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.time.Duration;

/** The sample from outside: its HTTP, and what stands in its two databases. */
final class Bank {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private Bank() {}

    /** With balances of 100.00, 50.00, 25.50 and 0.00 for the users 1 to 4, and an empty ledger. */
    static void reset() throws SQLException {
        Database.bank()
                .execute("update users set balance = case id when 1 then 100.00 when 2 then 50.00 when 3 then 25.50"
                        + " else 0.00 end");
        Database.ledger().execute("delete from entries");
    }

    static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + System.getProperty("berth.it.http.port") + path);
    }

    static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)).GET());
    }

    static HttpResponse<String> transfer(String json) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri("/api/transfer"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }

    static HttpResponse<String> transfer(long from, long to, String amount) throws IOException, InterruptedException {
        return transfer("{\"fromId\":" + from + ",\"toId\":" + to + ",\"amount\":" + amount + "}");
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofString());
    }

    static BigDecimal balance(long user) throws SQLException {
        return new BigDecimal(Database.bank().value("select balance from users where id = ?", user));
    }

    static long entries() throws SQLException {
        return Database.ledger().count("select count(*) from entries");
    }

    /** Balances and ledger in one line, to see that nothing changed. */
    static String books() throws SQLException {
        return Database.bank().value("select string_agg(id || ':' || balance, ' ' order by id) from users")
                + " entries:" + entries();
    }
}
