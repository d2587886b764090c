package dev.berth.demo;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** At most one child process at a time, and after {@link #close} none ever again. */
final class Child {

    private @Nullable Process process;
    private boolean closed;

    synchronized void start(List<String> command, Path home, Path log) throws IOException {
        if (closed) {
            throw new IOException("it is being stopped: nothing is started any more");
        }
        if (isRunning()) {
            throw new IllegalStateException("it is running already, as process " + handle().pid());
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(Redirect.from(new File(isWindows() ? "NUL" : "/dev/null")))
                .redirectOutput(Redirect.appendTo(log.toFile()));
        builder.environment().put("JBOSS_HOME", home.toString());
        // options of the caller's shell are not meant for this server
        builder.environment().remove("JAVA_OPTS");
        process = builder.start();
    }

    synchronized boolean isRunning() {
        return process != null && process.isAlive();
    }

    synchronized ProcessHandle handle() {
        if (process == null) {
            throw new IllegalStateException("it was never started");
        }
        return process.toHandle();
    }

    /** The exit code; a process that outlasts the patience is ended. */
    int awaitExit(Duration patience) throws IOException {
        Process waited = current();
        if (waited == null) {
            throw new IllegalStateException("it was never started");
        }
        try {
            if (waited.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return waited.exitValue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        waited.destroyForcibly();
        throw new IOException("no end within " + patience.toSeconds() + " s");
    }

    void stop(Duration patience) {
        Process ending = current();
        if (ending != null) {
            Processes.end(ending.toHandle(), patience);
        }
    }

    void kill() {
        Process ending = current();
        if (ending != null) {
            ending.destroyForcibly();
            Processes.ended(ending.toHandle(), Duration.ofSeconds(10));
        }
    }

    void close(Duration patience) {
        synchronized (this) {
            closed = true;
        }
        stop(patience);
    }

    private synchronized @Nullable Process current() {
        return process;
    }

    private static boolean isWindows() {
        return File.separatorChar == '\\';
    }
}
