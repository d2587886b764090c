package dev.berth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A JDK with virtual threads: {@code -Dberth.jdk=<home>}, one that a variable of the environment names (JAVA_HOME_21_X64
 * and the like), or one beside that which runs this. The oldest is the strictest: up to 23 a monitor pins.
 */
final class NewerJdk {

    private static final int FIRST = 21;
    private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");

    private NewerJdk() {}

    /** Its program java; empty where there is none. */
    static Optional<Path> java() {
        var given = System.getProperty("berth.jdk");
        var homes = given == null ? Stream.concat(named(), beside()) : Stream.of(Path.of(given));
        return homes.filter(home -> version(home) >= FIRST)
                .min(Comparator.comparingInt(NewerJdk::version))
                .map(home -> home.resolve("bin").resolve("java"))
                .filter(Files::isExecutable);
    }

    private static Stream<Path> named() {
        return System.getenv().entrySet().stream()
                .filter(one -> one.getKey().matches("(JAVA|JDK)_?\\w*"))
                .filter(one -> Files.isDirectory(Path.of(one.getValue())))
                .map(one -> Path.of(one.getValue()));
    }

    private static Stream<Path> beside() {
        var homes = Path.of(System.getProperty("java.home")).toAbsolutePath().getParent();
        try (var all = Files.list(homes)) {
            return all.toList().stream();
        } catch (IOException unreadable) {
            return Stream.empty();
        }
    }

    private static int version(Path home) {
        try {
            var found = VERSION.matcher(Files.readString(home.resolve("release")));
            return found.find() ? Integer.parseInt(found.group(1)) : 0;
        } catch (IOException none) {
            return 0;
        }
    }
}
