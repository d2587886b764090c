package dev.berth.deploy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the WildFly wrote; read in the tests' own JVM. */
final class ServerLog {

    private ServerLog() {}

    private static Path file() {
        return Path.of(System.getProperty("berth.it.work"), "server/log/server.log");
    }

    static String text() throws IOException {
        return Files.readString(file());
    }

    /** How far it has grown: for the others. */
    static long mark() throws IOException {
        return Files.size(file());
    }

    static String since(long mark) throws IOException {
        var bytes = Files.readAllBytes(file());
        return new String(bytes, (int) mark, bytes.length - (int) mark, StandardCharsets.UTF_8);
    }

    /** Those that hold all the parts. */
    static List<String> lines(long mark, String... parts) throws IOException {
        return since(mark)
                .lines()
                .filter(line -> Stream.of(parts).allMatch(line::contains))
                .toList();
    }

    /** The first that holds all the parts, when it is there. */
    static String awaitLine(long mark, String... parts) throws Exception {
        return Await.until("a line with " + List.of(parts), () -> lines(mark, parts), found -> !found.isEmpty())
                .get(0);
    }

    /** What stands behind that line. */
    static String after(long mark, String line) throws IOException {
        var text = since(mark);
        return text.substring(text.indexOf(line) + line.length());
    }
}
