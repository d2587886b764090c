package dev.berth.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** The scanned directory of a server and the marker files by which both sides speak. */
final class Deployments {

    private Deployments() {}

    static void place(Path archive, Path directory) throws IOException {
        String name = archive.getFileName().toString();
        Files.deleteIfExists(directory.resolve(name + ".failed"));
        Files.deleteIfExists(directory.resolve(name + ".deployed"));
        // another name first, so that the scanner never sees half an archive
        Path part = directory.resolve(name + ".part");
        Files.copy(archive, part, StandardCopyOption.REPLACE_EXISTING);
        Files.move(part, directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(directory.resolve(name + ".dodeploy"), name);
    }

    static void await(String name, Path directory, Duration patience, BooleanSupplier serverRuns) throws IOException {
        Path failed = directory.resolve(name + ".failed");
        Await.until(patience, "the deployment of " + name, () -> {
            if (Files.exists(failed)) {
                throw new IOException(name + " was not deployed: " + Files.readString(failed));
            }
            if (!serverRuns.getAsBoolean()) {
                throw new IOException("WildFly ended before " + name + " was deployed");
            }
            return Files.exists(directory.resolve(name + ".deployed"));
        });
    }
}
