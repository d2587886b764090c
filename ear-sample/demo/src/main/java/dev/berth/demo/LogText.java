package dev.berth.demo;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads logs that are being written. */
final class LogText {

    private LogText() {}

    static long length(Path log) throws IOException {
        return Files.exists(log) ? Files.size(log) : 0;
    }

    static boolean contains(Path log, long from, String text) throws IOException {
        if (length(log) <= from) {
            return false;
        }
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(from);
            byte[] bytes = new byte[(int) (file.length() - from)];
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8).contains(text);
        }
    }

    /** The last lines, as one. */
    static String tail(Path log, int lines) throws IOException {
        List<String> all = Files.readAllLines(log);
        return String.join(" | ", all.subList(Math.max(0, all.size() - lines), all.size()));
    }
}
