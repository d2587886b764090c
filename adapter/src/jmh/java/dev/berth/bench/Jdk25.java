package dev.berth.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the JDK on which virtual threads are measured: {@code -Dbench.jdk25}, else one beside that which runs this. */
final class Jdk25 {

    private Jdk25() {}

    static Optional<Path> java() {
        var given = System.getProperty("bench.jdk25", "beside");
        return "beside".equals(given)
                ? beside()
                : Optional.of(Path.of(given, "bin", "java")).filter(Files::isExecutable);
    }

    private static Optional<Path> beside() {
        var homes = Path.of(System.getProperty("java.home")).toAbsolutePath().getParent();
        try (var all = Files.list(homes)) {
            return all.filter(Jdk25::is25)
                    .map(home -> home.resolve("bin").resolve("java"))
                    .filter(Files::isExecutable)
                    .findFirst();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private static boolean is25(Path home) {
        try {
            return Files.readString(home.resolve("release")).contains("JAVA_VERSION=\"25");
        } catch (IOException none) {
            return false;
        }
    }
}
