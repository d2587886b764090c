package dev.berth.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The process behind a data directory, for the case that its start failed half way. */
final class Postmaster {

    private Postmaster() {}

    static void endIfLeft(Path data) throws IOException {
        Path file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return;
        }
        List<String> lines = Files.readAllLines(file);
        if (!lines.isEmpty()) {
            ProcessHandle.of(Long.parseLong(lines.get(0).trim()))
                    .ifPresent(process -> Processes.end(process, Duration.ofSeconds(10)));
        }
    }
}
