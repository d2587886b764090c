package dev.berth.deploy;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** An application that borrows once when asked, deployed through the management model. */
record Probe(Management management, int port) implements AutoCloseable {

    private static final String WAR = "probe.war";

    private static Probe deploy(Management management, int port) {
        management.deploy(ShrinkWrap.create(WebArchive.class, WAR).addClass(ProbeServlet.class));
        return new Probe(management, port);
    }

    /** One borrow; the application's answer. */
    private String borrow(String jndiName) throws IOException, InterruptedException {
        var uri = URI.create("http://127.0.0.1:" + port + "/probe/borrow?jndi="
                + URLEncoder.encode(jndiName, StandardCharsets.UTF_8));
        var request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60)).build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }

    /** All of it for one borrow, on the WildFly that Arquillian started. */
    static String once(Management management, String jndiName) throws IOException, InterruptedException {
        return once(management, Integer.getInteger("berth.it.http.port", 0), jndiName);
    }

    /** All of it for one borrow, on the server with that HTTP port. */
    static String once(Management management, int port, String jndiName) throws IOException, InterruptedException {
        try (var probe = deploy(management, port)) {
            return probe.borrow(jndiName);
        }
    }

    @Override
    public void close() {
        management.undeploy(WAR);
    }
}
