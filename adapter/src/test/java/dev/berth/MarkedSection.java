package dev.berth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A part of a file that one command writes, while another writes the rest. */
public enum MarkedSection {

    /** What the profile stress writes into BENCHMARKS.md. */
    STRESS("stress");

    private final String begin;
    private final String end;

    MarkedSection(String name) {
        begin = "<!-- " + name + ":begin -->";
        end = "<!-- " + name + ":end -->";
    }

    /** Puts it into the file, in the place where it was, or at the end. */
    public void write(Path file, String content) throws IOException {
        var old = Files.exists(file) ? Files.readString(file) : "# Benchmarks\n";
        var marked = begin + "\n" + content.strip() + "\n" + end;
        var was = in(old);
        Files.writeString(
                file, was.isEmpty() ? old.stripTrailing() + "\n\n" + marked + "\n" : old.replace(was, marked));
    }

    /** Writes everything else into the file, and keeps it. */
    public void writeRest(Path file, String rest) throws IOException {
        var was = Files.exists(file) ? in(Files.readString(file)) : "";
        Files.writeString(file, was.isEmpty() ? rest : rest.stripTrailing() + "\n\n" + was + "\n");
    }

    /** With its marks; empty where it is not there. */
    private String in(String text) {
        int from = text.indexOf(begin);
        int to = text.indexOf(end, Math.max(from, 0));
        return from < 0 || to < 0 ? "" : text.substring(from, to + end.length());
    }
}
