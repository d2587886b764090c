package dev.berth;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * A program: a thousand threads over sixteen connections, virtual ones where there are. It says what it saw in lines of
 * name=value, for {@link VirtualThreadsTest}. Takes a URL, a user and a password.
 */
public final class VirtualCrowd {

    private static final int THREADS = 1_000;
    private static final int BORROWS = 5;

    private VirtualCrowd() {}

    public static void main(String[] arguments) throws Exception {
        boolean virtual = Runtime.version().feature() >= 21;
        var file = Files.createTempFile("virtual-crowd", ".jfr");
        long done;
        try (var recording = new Recording();
                var pool = pool(arguments)) {
            recording
                    .enable("jdk.VirtualThreadPinned")
                    .withThreshold(Duration.ZERO)
                    .withStackTrace();
            crowd(
                    pool,
                    threads(virtual)); // until every class is there: waiting for another's to be initialised pins too
            recording.start();
            done = crowd(pool, threads(virtual));
            say("lent", pool.snapshot().lent());
            say("size", pool.snapshot().size());
            recording.stop();
            recording.dump(file);
        }
        say("virtual", virtual);
        say("done", done);
        say("pinned", pinned(file));
        say("connected", ThreadsOfConnecting.SEEN.size());
        say("connected.virtual", connectedByVirtual());
        Files.delete(file);
        System.exit(0);
    }

    private static PooledDataSource pool(String[] arguments) throws SQLException {
        return PooledDataSource.builder()
                .url(arguments[0])
                .user(arguments[1])
                .password(arguments[2])
                .maximumPoolSize(16)
                .minimumIdle(0)
                .property("poolName", "crowd")
                .property("driverProperties", "socketFactory=" + ThreadsOfConnecting.class.getName())
                .build();
    }

    private static ExecutorService threads(boolean virtual) throws ReflectiveOperationException {
        if (!virtual) {
            return Executors.newCachedThreadPool();
        }
        return (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }

    /** Each borrows, changes a setting, which is put back, and asks. */
    private static long crowd(PooledDataSource pool, ExecutorService threads) throws Exception {
        var jobs = new ArrayList<Future<Integer>>();
        for (int i = 0; i < THREADS; i++) {
            jobs.add(threads.submit(() -> {
                int answers = 0;
                for (int n = 0; n < BORROWS; n++) {
                    answers += pool.withConnection(VirtualCrowd::work);
                }
                return answers;
            }));
        }
        long done = 0;
        for (var job : jobs) {
            done += job.get(60, TimeUnit.SECONDS);
        }
        threads.shutdown();
        return done;
    }

    private static int work(Connection connection) throws SQLException {
        connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
        return Integer.parseInt(Lease.one(connection, "SELECT 1"));
    }

    /** How often a frame of ours was there; the first of them is printed. */
    private static long pinned(Path file) throws Exception {
        var ours = RecordingFile.readAllEvents(file).stream()
                .filter(VirtualCrowd::isOurs)
                .toList();
        ours.stream().limit(1).forEach(System.err::println);
        return ours.size();
    }

    private static boolean isOurs(RecordedEvent event) {
        return event.getStackTrace() != null
                && event.getStackTrace().getFrames().stream()
                        .map(frame -> frame.getMethod().getType().getName())
                        .anyMatch(type ->
                                type.startsWith("dev.berth.") && !type.startsWith(VirtualCrowd.class.getName()));
    }

    private static long connectedByVirtual() {
        return ThreadsOfConnecting.SEEN.stream().filter(VirtualCrowd::isVirtual).count();
    }

    private static boolean isVirtual(Thread thread) {
        try {
            return (boolean) Thread.class.getMethod("isVirtual").invoke(thread);
        } catch (ReflectiveOperationException before21) {
            return false;
        }
    }

    private static void say(String name, Object value) {
        System.out.println(name + "=" + value);
    }
}
