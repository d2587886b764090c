package dev.berth.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the WildFly wrote; read in the tests' own JVM. */
final class ServerLog {

    private ServerLog() {}

    static String text() throws IOException {
        return Files.readString(Path.of(System.getProperty("berth.it.work"), "server/log/server.log"));
    }
}
