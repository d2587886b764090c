package dev.berth.deploy;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The application of {@link DeedServlet}, from outside. */
final class DeedApp {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String NAME = "deeds";

    private DeedApp() {}

    static WebArchive war() {
        return Deployments.war(NAME + ".war", DeedServlet.class, ProbeServlet.class, Deeds.class, Hoarder.class);
    }

    /** One deed with the DataSource java:/jdbc/ and that name; the application's answer, whatever it is. */
    static String answer(String pool, String what, Object with) throws IOException, InterruptedException {
        var query = "what=" + what + "&with=" + encoded(with) + "&jndi=" + encoded("java:/jdbc/" + pool);
        var uri = URI.create(
                "http://127.0.0.1:" + System.getProperty("berth.it.http.port") + "/" + NAME + "/deed?" + query);
        var request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60)).build();
        return HTTP.send(request, BodyHandlers.ofString()).body();
    }

    private static String encoded(Object text) {
        return URLEncoder.encode(text.toString(), StandardCharsets.UTF_8);
    }

    /** The words behind "ok"; throws what the application was told instead. */
    static List<String> done(String pool, String what, Object with) throws IOException, InterruptedException {
        var words = List.of(answer(pool, what, with).split(" ", -1));
        if (!words.get(0).equals("ok")) {
            throw new AssertionError(what + " with " + pool + ": " + String.join(" ", words));
        }
        return words.subList(1, words.size());
    }
}
