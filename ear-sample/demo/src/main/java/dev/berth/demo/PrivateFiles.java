package dev.berth.demo;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that hold secrets. */
final class PrivateFiles {

    private PrivateFiles() {}

    /** A new empty file that only its owner may read, where the file system knows such a thing. */
    static Path create(Path file) throws IOException {
        Files.deleteIfExists(file);
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                : Files.createFile(file);
    }
}
