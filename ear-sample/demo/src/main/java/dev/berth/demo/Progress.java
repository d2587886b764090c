package dev.berth.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.Locale;

/** One visible line for each step, among whatever else the console shows. */
final class Progress {

    private static final String MARK = "==> ";

    private final PrintStream out;
    private final int steps;
    private int current;

    Progress(PrintStream out, int steps) {
        this.out = out;
        this.steps = steps;
    }

    @FunctionalInterface
    interface Step<T> {
        T run() throws IOException, SQLException;
    }

    /** Says what begins, does it, says how long it took; a result is told when it is for people to read. */
    <T> T step(String name, Step<T> step) throws IOException, SQLException {
        current++;
        say("[" + current + "/" + steps + "] " + name + " ...");
        long start = System.nanoTime();
        T result = step.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        String time = String.format(Locale.ROOT, "%.1f s", seconds);
        say("[" + current + "/" + steps + "] done in " + time + (result instanceof WildFly ? "" : ": " + result));
        return result;
    }

    void say(String line) {
        out.println(MARK + line);
        out.flush();
    }

    void ready(String text) {
        out.println();
        text.lines().forEach(this::say);
        out.println();
        out.flush();
    }

    void failed(String sentence) {
        failure(out, sentence);
    }

    static void failure(PrintStream out, String sentence) {
        out.println();
        out.println(MARK + "NOT RUNNING: " + sentence);
        out.println();
        out.flush();
    }
}
