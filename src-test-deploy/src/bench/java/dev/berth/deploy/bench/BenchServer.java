package dev.berth.deploy.bench;

import dev.berth.demo.WildFly;
import dev.berth.deploy.bench.Figure.Sample;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.Driver;

/** The one WildFly with all candidates in it. */
final class BenchServer implements AutoCloseable {

    /** Of the server's JVM: a heap that does not grow, and no recovery scan while it is counted. */
    static final List<String> OPTIONS = List.of(
            "-Xms1g", "-Xmx1g", "-XX:MaxMetaspaceSize=512m", "-DRecoveryEnvironmentBean.periodicRecoveryPeriod=86400");

    /**
     * Of one that is profiled, besides: compiled code that knows at each instruction whose it is, else the profile takes
     * what was compiled into a method for that method's own. The compilers have more to do for it.
     */
    static final List<String> PROFILED = List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:+DebugNonSafepoints");

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    /** What a server that does nothing takes of the processors between two looks at most; they count in hundredths. */
    private static final Duration REST = Duration.ofMillis(20);

    private static final Duration LOOK = Duration.ofMillis(500);

    private final WildFly server;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    private BenchServer(WildFly server) {
        this.server = server;
    }

    /**
     * Configured and started; all it writes lies in the directory {@code name} of the work directory.
     *
     * @param cli the lines that configure it
     * @param options of its JVM, besides {@link #OPTIONS}
     */
    static BenchServer start(Path work, String name, BenchDatabase database, List<String> cli, List<String> options)
            throws IOException {
        var home = Path.of(System.getProperty("berth.it.wildfly"));
        addDriver(home);
        var builder = WildFly.of(home, work.resolve(name))
                .property("bench.user", database.user())
                .property("bench.password", database.password());
        OPTIONS.forEach(builder::javaOption);
        options.forEach(builder::javaOption);
        for (var route : Route.values()) {
            builder.property("bench." + route.key() + ".port", String.valueOf(database.port(route)));
        }
        var server = new BenchServer(builder.build());
        // who interrupts the benchmark gets rid of the server too
        Runtime.getRuntime().addShutdownHook(new Thread(server.server::kill));
        var file = work.resolve(name + ".cli");
        Files.write(file, cli);
        server.server.configure(file);
        server.server.start(PATIENCE);
        return server;
    }

    /** The very .rar of this build. */
    static Path adapter() {
        return Path.of(System.getProperty("berth.it.archives"), "berth.rar");
    }

    /** The driver as a module: the one form in which all but Berth, which has its own, can take it. */
    private static void addDriver(Path home) throws IOException {
        var jar = Application.jar(Driver.class).toPath();
        var module = Files.createDirectories(home.resolve("modules/org/postgresql/main"));
        Files.write(module.resolve(jar.getFileName()), Files.readAllBytes(jar));
        Files.writeString(module.resolve("module.xml"), """
                <module xmlns="urn:jboss:module:1.9" name="org.postgresql">
                  <resources><resource-root path="%s"/></resources>
                  <dependencies>
                    <module name="java.se"/>
                    <module name="jdk.net"/>
                    <module name="jakarta.transaction.api"/>
                  </dependencies>
                </module>
                """.formatted(jar.getFileName()));
    }

    /** Runs a case over a candidate for a while. */
    Sample run(Results.Cell cell, long warmUpMillis, long millis) throws IOException, InterruptedException {
        var phase = cell.phase();
        return ask(
                cell.work(),
                cell.candidate(),
                phase.route(),
                "&threads=" + phase.threads() + "&warmUp=" + warmUpMillis + "&millis=" + millis);
    }

    /** Runs a case some times in one thread, over the wire. */
    void times(Case work, Candidate candidate, int times) throws IOException, InterruptedException {
        ask(work, candidate, Route.WIRE, "&threads=1&times=" + times);
    }

    private Sample ask(Case work, Candidate candidate, Route route, String how)
            throws IOException, InterruptedException {
        return Sample.of(get(Application.path(candidate, "/run") + "&case=" + work + "&route=" + route + how));
    }

    /** What an application answers; fails where it does not answer well. */
    JsonObject get(String query) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(server.url().resolve(query))
                .timeout(PATIENCE)
                .build();
        var answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(
                    query + " answered " + answer.statusCode() + "; see " + server.logFile() + "\n" + answer.body());
        }
        try (var json = Json.createReader(new StringReader(answer.body()))) {
            return json.readObject();
        }
    }

    /** Waits until the server does nothing, its JVM's compilers included. */
    void awaitRest() {
        long start = System.nanoTime();
        var last = processorTime();
        boolean busy = true;
        while (busy) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new IllegalStateException("the server does not come to rest; see " + server.logFile());
            }
            LockSupport.parkNanos(LOOK.toNanos());
            var now = processorTime();
            busy = now.minus(last).compareTo(REST) > 0;
            last = now;
        }
    }

    private Duration processorTime() {
        return process().info().totalCpuDuration().orElseThrow();
    }

    ProcessHandle process() {
        return server.process();
    }

    int managementPort() {
        return server.managementPort();
    }

    @Override
    public void close() {
        server.close();
    }
}
