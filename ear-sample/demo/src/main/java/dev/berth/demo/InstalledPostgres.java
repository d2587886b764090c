package dev.berth.demo;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A PostgreSQL that is installed, in place of the embedded one: {@code -Dberth.postgresql.home=/usr/lib/postgresql/15}.
 * Its programs are copied, its data is not touched.
 */
record InstalledPostgres(Path directory) {

    static final String PROPERTY = "berth.postgresql.home";

    /** The one that the property names. */
    static Optional<InstalledPostgres> home() {
        return Optional.ofNullable(System.getProperty(PROPERTY)).map(home -> new InstalledPostgres(Path.of(home)));
    }

    /** As the starter of the embedded one takes them: a compressed archive. */
    InputStream programs() throws IOException {
        if (!Files.isExecutable(directory.resolve("bin/postgres"))) {
            throw new IOException(PROPERTY + ": " + directory + " holds no bin/postgres; name the directory above it");
        }
        return new ProcessBuilder("tar", "-cJf", "-", "-C", directory.toString(), "bin", "lib")
                .redirectError(Redirect.INHERIT)
                .start()
                .getInputStream();
    }
}
