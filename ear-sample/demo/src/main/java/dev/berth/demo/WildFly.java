package dev.berth.demo;

import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * A WildFly on loopback as one child process: configured by a CLI file while stopped, started, given archives,
 * stopped. It writes below its base directory only; the unpacked distribution stays as it is and may be shared.
 * Calls come from one thread, except {@link #close}, which may come from any.
 */
public final class WildFly implements AutoCloseable {

    private static final Duration CLI_PATIENCE = Duration.ofMinutes(3);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);

    private final ServerCommand command;
    private final Path base;
    private final int httpPort;
    private final int managementPort;
    private final List<String> javaOptions;
    private final Map<String, String> properties;
    private final Child child = new Child();

    private WildFly(Builder builder) throws IOException {
        Path home = builder.home.toAbsolutePath();
        if (!Files.exists(home.resolve("jboss-modules.jar"))) {
            throw new IllegalArgumentException("no WildFly in " + home + ": jboss-modules.jar is not there; give the"
                    + " directory that the distribution was unpacked to");
        }
        this.base = builder.base.toAbsolutePath();
        this.command = new ServerCommand(home, base);
        this.httpPort = builder.httpPort == 0 ? Ports.free() : builder.httpPort;
        this.managementPort = Ports.free();
        this.javaOptions = List.copyOf(builder.javaOptions);
        this.properties = new LinkedHashMap<>(builder.properties);
        FileTrees.delete(base);
        FileTrees.copy(home.resolve("standalone/configuration"), base.resolve("configuration"));
        Files.createDirectories(base.resolve("deployments"));
        Files.createDirectories(base.resolve("log"));
    }

    /** A server from the unpacked distribution in {@code home} that lives in {@code base}, which is emptied first. */
    public static Builder of(Path home, Path base) {
        return new Builder(home, base);
    }

    public int httpPort() {
        return httpPort;
    }

    public int managementPort() {
        return managementPort;
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + httpPort + "/");
    }

    /** The server's log, grown over all its starts. */
    public Path logFile() {
        return base.resolve("log/server.log");
    }

    public boolean isRunning() {
        return child.isRunning();
    }

    /** The server's process; it must have been started. */
    public ProcessHandle process() {
        return child.handle();
    }

    /** Runs a CLI file on the stopped server, in its embedded form; throws with the CLI's own words when it fails. */
    public void configure(Path cliFile) throws IOException {
        Path script = base.resolve("configure.cli");
        List<String> lines = new ArrayList<>();
        lines.add("embed-server --server-config=standalone.xml --std-out=discard");
        lines.addAll(Files.readAllLines(cliFile));
        lines.add("stop-embedded-server");
        Files.write(script, lines);
        Path log = base.resolve("log/cli.log");
        child.start(command.cli("--file=" + script), command.home(), log);
        if (child.awaitExit(CLI_PATIENCE) != 0) {
            throw new IOException("WildFly refused " + cliFile.getFileName() + ": " + LogText.tail(log, 6));
        }
    }

    /** Starts the server and waits until it answers, with or without failed deployments. */
    public void start(Duration patience) throws IOException {
        long before = LogText.length(logFile());
        child.start(command.server(javaOptions, writeProperties()), command.home(), base.resolve("log/console.log"));
        // WFLYSRV0025: started; WFLYSRV0026: started with errors, a deployment's own marker tells which
        Await.until(patience, "WildFly's start (log: " + logFile() + ")", () -> {
            if (!child.isRunning()) {
                throw new IOException("WildFly ended while it started; see " + logFile());
            }
            return LogText.contains(logFile(), before, "WFLYSRV0025")
                    || LogText.contains(logFile(), before, "WFLYSRV0026");
        });
    }

    /** Puts an archive where the scanner finds it: a running server has it soon, a stopped one at its next start. */
    public void place(Path archive) throws IOException {
        Deployments.place(archive, base.resolve("deployments"));
    }

    /** Waits until the placed archive is deployed; throws with the server's own words when that fails. */
    public void awaitDeployed(String archiveName, Duration patience) throws IOException {
        Deployments.await(archiveName, base.resolve("deployments"), patience, child::isRunning);
    }

    /** {@link #place} and {@link #awaitDeployed} on a running server. */
    public void deploy(Path archive, Duration patience) throws IOException {
        place(archive);
        awaitDeployed(archive.getFileName().toString(), patience);
    }

    /** Ends the server: asked first, forced when it takes too long; nothing when it is not running. */
    public void stop() {
        child.stop(STOP_PATIENCE);
    }

    /** Ends the server as a power cut would; it can be started again. */
    public void kill() {
        child.kill();
    }

    /** Ends what runs and lets nothing start any more. */
    @Override
    public void close() {
        child.close(STOP_PATIENCE);
    }

    /** A file and not the command line: a command line is readable for every user of the machine. */
    private Path writeProperties() throws IOException {
        Properties all = new Properties();
        all.put("jboss.bind.address", "127.0.0.1");
        all.put("jboss.bind.address.management", "127.0.0.1");
        all.put("jboss.http.port", String.valueOf(httpPort));
        all.put("jboss.https.port", String.valueOf(Ports.free()));
        all.put("jboss.management.http.port", String.valueOf(managementPort));
        all.putAll(properties);
        Path file = PrivateFiles.create(base.resolve("configuration/berth.properties"));
        try (Writer writer = Files.newBufferedWriter(file)) {
            all.store(writer, null);
        }
        return file;
    }

    /** What to start; nothing runs before a call of the built server. */
    public static final class Builder {

        private final Path home;
        private final Path base;
        private final Map<String, String> properties = new LinkedHashMap<>();
        private final List<String> javaOptions = new ArrayList<>();
        private int httpPort;

        private Builder(Path home, Path base) {
            this.home = home;
            this.base = base;
        }

        /** A fixed port; 0, the default, takes a free one. */
        public Builder httpPort(int fixed) {
            httpPort = fixed;
            return this;
        }

        /** A system property of the server, resolved in its configuration as {@code ${name}}; may be a secret. */
        public Builder property(String name, String value) {
            properties.put(name, value);
            return this;
        }

        /** The six properties that berth-bank.cli speaks of, for one of its two pools: "bank" or "ledger". */
        public Builder database(String pool, String url, String user, String password) {
            return property("berth." + pool + ".url", url)
                    .property("berth." + pool + ".user", user)
                    .property("berth." + pool + ".password", password);
        }

        /** An option of the server's JVM; never a secret, since it is seen in the list of processes. */
        public Builder javaOption(String option) {
            javaOptions.add(option);
            return this;
        }

        public WildFly build() throws IOException {
            return new WildFly(this);
        }
    }
}
