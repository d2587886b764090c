package dev.berth.deploy.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Files by which the test and the rules in the server's JVM speak to each other. */
record CrashSwitch(Path directory) {

    static CrashSwitch in(Path directory) throws IOException {
        Files.createDirectories(directory);
        var files = new CrashSwitch(directory);
        for (var point : CrashPoint.values()) {
            Files.deleteIfExists(files.armed(point));
            Files.deleteIfExists(files.held(point));
        }
        return files;
    }

    Path armed(CrashPoint point) {
        return directory.resolve(point.file() + ".armed");
    }

    Path held(CrashPoint point) {
        return directory.resolve(point.file() + ".held");
    }

    /** From now on the next transaction that comes to the point stays there. */
    void arm(CrashPoint point) throws IOException {
        Files.createFile(armed(point));
    }

    void disarm(CrashPoint point) throws IOException {
        Files.delete(armed(point));
    }

    boolean isHeld(CrashPoint point) {
        return Files.exists(held(point));
    }

    /** The rules of all points; none does anything before its point is armed. */
    Path rules() throws IOException {
        var all = Arrays.stream(CrashPoint.values())
                .map(point -> point.rule(this))
                .collect(Collectors.joining("\n"));
        return Files.writeString(directory.resolve("crash.btm"), all);
    }
}
