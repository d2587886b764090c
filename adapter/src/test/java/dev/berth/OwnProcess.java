package dev.berth;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A server program that a test started itself: signalled by its id, ended with the JVM at the latest. Servers refuse to
 * run as root: then it gets a user namespace of its own, in which it is nobody, and outside of which it owns its files.
 */
final class OwnProcess {

    private final Process process;
    private final Path log;
    private final Thread hook;

    private OwnProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.hook = new Thread(process::destroyForcibly, "end of " + process.pid());
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Starts it, and does not wait; what it says is added to the log. */
    static OwnProcess start(Path log, List<String> command) throws IOException {
        return new OwnProcess(builder(log, command).start(), log);
    }

    /** Runs it to its end, which must be a success. */
    static void run(Path log, List<String> command) throws IOException, InterruptedException {
        var process = builder(log, command).start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("not done within 60 s: " + command + "; see " + log);
        }
        if (process.exitValue() != 0) {
            throw new IOException("ended with " + process.exitValue() + ": " + command + "; see " + log);
        }
    }

    private static ProcessBuilder builder(Path log, List<String> command) {
        var all = new ArrayList<String>();
        if ("root".equals(System.getProperty("user.name"))) {
            all.addAll(List.of("unshare", "-U"));
        }
        all.addAll(command);
        return new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile()));
    }

    boolean isAlive() {
        return process.isAlive();
    }

    Path log() {
        return log;
    }

    /** Sends a signal, and waits until the process has ended of it. */
    void end(String signal) throws IOException, InterruptedException {
        if (isAlive()) {
            signal(signal, List.of(process.toHandle()));
        }
        awaitEnd();
    }

    /** Ends it and all that it started at once, so that none gets to say a word: as when a machine loses its power. */
    void kill() throws Exception {
        signal("STOP", List.of(process.toHandle())); // or it would see its children die, and tell the others
        var children = process.descendants().toList();
        signal("KILL", children);
        signal("KILL", List.of(process.toHandle()));
        awaitEnd();
        Until.holds(() -> children.stream().allMatch(OwnProcess::isGone));
    }

    /** Gone, or ended and not yet buried by the first process of the machine, which may take its time or never do it. */
    private static boolean isGone(ProcessHandle child) {
        try {
            var status = Files.readString(Path.of("/proc", Long.toString(child.pid()), "stat"));
            return status.charAt(status.lastIndexOf(')') + 2) == 'Z';
        } catch (IOException gone) {
            return true;
        }
    }

    private void awaitEnd() throws IOException, InterruptedException {
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            throw new IOException("process " + process.pid() + " has not ended within 20 s; see " + log);
        }
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    /** By the shell's own kill: the program of that name is not on every machine. */
    private static void signal(String signal, List<ProcessHandle> processes) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("sh", "-c", "kill \"$@\" 2>/dev/null; true", "sh", "-" + signal));
        processes.forEach(process -> command.add(Long.toString(process.pid())));
        new ProcessBuilder(command).start().waitFor();
    }
}
