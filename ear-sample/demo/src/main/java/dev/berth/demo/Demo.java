package dev.berth.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** {@code mvn -Prun}: PostgreSQL, WildFly and the bank in one go, until Ctrl-C. */
public final class Demo {

    private static final Duration START_PATIENCE = Duration.ofMinutes(3);
    private static final int STEPS = 5;

    private final DemoSettings settings;
    private final Progress progress = new Progress(System.out, STEPS);
    private final Resources resources = new Resources();
    private final CountDownLatch finished = new CountDownLatch(1);

    private Demo(DemoSettings settings) {
        this.settings = settings;
    }

    /** Ends the JVM with 0 after Ctrl-C, and with 1 and one sentence when something is wrong. */
    public static void main(String[] arguments) {
        int code;
        try {
            code = new Demo(DemoSettings.fromSystemProperties()).runAndClose();
        } catch (IllegalArgumentException e) {
            Progress.failure(System.out, String.valueOf(e.getMessage()));
            code = 1;
        }
        // the exec plugin would make a failed build with a page of advice out of an exception
        System.exit(code);
    }

    private int runAndClose() {
        // In Maven's JVM a Ctrl-C reaches only this hook. It ends what runs, which makes the main thread fail and
        // leave; it waits for that, so that nothing which is being started at this very moment is left behind.
        Thread hook = new Thread(this::stop, "berth-demo-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            run();
            return 1;
        } catch (IOException | SQLException | RuntimeException e) {
            if (!resources.isClosed()) {
                progress.failed(String.valueOf(e.getMessage()));
            }
            return resources.isClosed() ? 0 : 1;
        } finally {
            resources.close();
            finished.countDown();
        }
    }

    private void stop() {
        if (finished.getCount() == 0) {
            return;
        }
        progress.say("Stopping");
        resources.close();
        try {
            if (finished.await(60, TimeUnit.SECONDS)) {
                progress.say("Stopped; nothing is left running");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() throws IOException, SQLException {
        progress.step("Looking at ports and databases", settings::check);
        Databases databases = progress.step("Starting PostgreSQL", this::databases);
        WildFly server = progress.step("Configuring WildFly", () -> configured(databases));
        progress.step("Starting WildFly", () -> {
            server.place(settings.ear());
            server.start(START_PATIENCE);
            return "log: " + relative(server.logFile());
        });
        progress.step("Deploying the bank", () -> {
            server.awaitDeployed(settings.ear().getFileName().toString(), START_PATIENCE);
            Probe.await(server.url().resolve("api/users"), Duration.ofSeconds(30), server::isRunning);
            return "berth-bank.ear with berth.rar inside";
        });
        progress.ready(Welcome.text(settings, databases));
        server.process().onExit().join();
        throw new IOException("WildFly ended by itself; see " + relative(server.logFile()));
    }

    private Databases databases() throws IOException, SQLException {
        Databases databases = Databases.of(settings, resources);
        databases.createSchemas();
        return databases;
    }

    private WildFly configured(Databases databases) throws IOException {
        WildFly.Builder builder = WildFly.of(settings.wildfly(), settings.work().resolve("wildfly"))
                .httpPort(settings.port())
                .property("berth.node", "berth-demo");
        databases.bank().into(builder, DemoPostgres.BANK);
        databases.ledger().into(builder, DemoPostgres.LEDGER);
        WildFly server = resources.add(builder.build());
        server.configure(settings.cli());
        return server;
    }

    private static Path relative(Path path) {
        Path here = Path.of("").toAbsolutePath();
        return path.startsWith(here) ? here.relativize(path) : path;
    }
}
