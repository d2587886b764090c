package dev.berth.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the demo was asked for, by system properties. */
record DemoSettings(
        int port, Optional<Database> bank, Optional<Database> ledger, Path wildfly, Path ear, Path cli, Path work) {

    private static final String PORT = "berth.demo.port";

    static DemoSettings fromSystemProperties() {
        int port = port(System.getProperty(PORT, "8080"));
        return new DemoSettings(
                port,
                database("berth.demo.bank"),
                database("berth.demo.ledger"),
                path("berth.demo.wildfly"),
                path("berth.demo.ear"),
                path("berth.demo.cli"),
                // one for each port, which only one demo can have: two demos never share a file
                path("berth.demo.work").resolve("port-" + port));
    }

    Path passFile() {
        return work.resolve("pgpass");
    }

    /** Refuses, before anything is started, what would fail later. */
    String check() throws IOException {
        checkPort();
        bank.ifPresent(database -> database.check("berth.demo.bank"));
        ledger.ifPresent(database -> database.check("berth.demo.ledger"));
        if (!Files.exists(ear)) {
            throw new IllegalArgumentException("there is no " + ear + ": build it first (mvn -Prun does)");
        }
        Files.createDirectories(work);
        return "port " + port + " is free";
    }

    private void checkPort() {
        try {
            Ports.requireFree(port);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "port " + port + " cannot be used (" + e.getMessage() + "). Choose another one: mvn -Prun -D" + PORT
                            + "=" + (port == 8081 ? 8082 : 8081),
                    e);
        }
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw wrongPort(text, e);
        }
        throw wrongPort(text, null);
    }

    private static IllegalArgumentException wrongPort(String text, @Nullable Exception cause) {
        return new IllegalArgumentException(PORT + "=" + text + " is not a port: it must be 1 to 65535", cause);
    }

    private static Optional<Database> database(String name) {
        String url = System.getProperty(name + ".url");
        if (url == null) {
            return Optional.empty();
        }
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException(
                    name + ".url=" + url + " is not for the demo: it must start with jdbc:postgresql:");
        }
        return Optional.of(new Database(url, required(name + ".user"), required(name + ".password")));
    }

    private static Path path(String name) {
        return Path.of(required(name)).toAbsolutePath().normalize();
    }

    private static String required(String name) {
        String value = System.getProperty(name);
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException(name + " is not set: give -D" + name + "=...");
        }
        return value;
    }
}
