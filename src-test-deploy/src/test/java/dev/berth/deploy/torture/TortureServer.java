package dev.berth.deploy.torture;

import dev.berth.demo.WildFly;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** A WildFly of its own with the mover in it, over Berth or over what WildFly has built in; can be killed. */
final class TortureServer implements AutoCloseable {

    private static final Duration START_PATIENCE = Duration.ofMinutes(3);
    private static final String WAR = "torture.war";

    private final WildFly server;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private TortureServer(WildFly server) {
        this.server = server;
    }

    /** Configured and stopped; all it writes lies in the directory {@code name} of the work directory. */
    static TortureServer create(
            Target target,
            Validation validation,
            Path work,
            String name,
            TortureDatabase bank,
            TortureDatabase ledger,
            String... javaOptions)
            throws IOException {
        Files.createDirectories(work);
        var war = work.resolve(WAR);
        application().as(ZipExporter.class).exportTo(war.toFile(), true);
        var builder = WildFly.of(Path.of(System.getProperty("berth.it.wildfly")), work.resolve(name))
                .javaOption("-DRecoveryEnvironmentBean.periodicRecoveryPeriod=5")
                .javaOption("-DRecoveryEnvironmentBean.recoveryBackoffPeriod=1")
                .javaOption("-DJTAEnvironmentBean.orphanSafetyInterval=1000");
        for (var option : javaOptions) {
            builder.javaOption(option);
        }
        for (var database : new TortureDatabase[] {bank, ledger}) {
            var of = "torture." + database.side().database();
            builder.property(of + ".port", String.valueOf(database.port()))
                    .property(of + ".user", database.user())
                    .property(of + ".password", database.password());
        }
        var server = builder.build();
        var cli = work.resolve(name + ".cli");
        Files.write(cli, target.cli(war, validation));
        server.configure(cli);
        return new TortureServer(server);
    }

    private static WebArchive application() {
        return ShrinkWrap.create(WebArchive.class, WAR)
                .addClasses(
                        Mover.class,
                        Mover.MoveFailed.class,
                        MoverServlet.class,
                        Errands.class,
                        Errands.Errand.class,
                        ErrandServlet.class,
                        Verdict.class,
                        Order.class,
                        Order.Leg.class,
                        Order.Side.class,
                        Order.Trick.class)
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml");
    }

    /** Starts the server and waits until the mover answers. */
    void start() throws Exception {
        server.start(START_PATIENCE);
        Patience.until(Duration.ofMinutes(1), "the application's first answer; see " + server.logFile(), this::isReady);
    }

    private boolean isReady() throws InterruptedException {
        try {
            var request = HttpRequest.newBuilder(mover())
                    .timeout(Duration.ofSeconds(5))
                    .build();
            var answer = http.send(request, BodyHandlers.ofString());
            return answer.statusCode() == 200 && answer.body().equals("ready");
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Where orders are posted to. */
    URI mover() {
        return server.url().resolve("/torture/move");
    }

    /** How many transactions the transaction manager still keeps a record of. */
    long transactionRecords() throws IOException {
        var store = server.logFile().resolveSibling("../data/tx-object-store").normalize();
        try (var all = Files.walk(store)) {
            return all.filter(file -> file.toString().contains("AtomicAction") && Files.isRegularFile(file))
                    .count();
        }
    }

    File log() {
        return server.logFile().toFile();
    }

    boolean isRunning() {
        return server.isRunning();
    }

    /** As a power cut does. */
    void kill() {
        server.kill();
    }

    @Override
    public void close() {
        server.close();
    }
}
