package dev.berth;

import jakarta.resource.ResourceException;
import java.sql.SQLException;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.transaction.xa.XAException;

/** Two threads at the same thing: one works, the other comes in between at a random moment. Nothing may hang. */
final class Hammer implements AutoCloseable {

    /** Something of JDBC, of the adapter, or of XA. */
    interface Act {
        void run() throws Exception;
    }

    private static final int BOUND = 20;

    /** Of drivers, and of the JVM when the first database starts. */
    private static final Set<String> OTHERS = Set.of("PostgreSQL-JDBC", "H2", "MVStore", "process reaper", "Cleaner-");

    private final Random random = new Random(4711);
    private final Set<Thread> before = Thread.getAllStackTraces().keySet();
    private final CyclicBarrier both = new CyclicBarrier(2);
    private final ExecutorService application =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "application"));

    /**
     * One round.
     *
     * @param first in the application's thread, and has to work
     * @param work in the application's thread, while {@code other} happens in this one
     */
    void round(Act first, Act work, Act other) throws Exception {
        var done = application.submit(() -> {
            first.run();
            both.await(BOUND, TimeUnit.SECONDS);
            expectable(work);
            return null;
        });
        try {
            both.await(BOUND, TimeUnit.SECONDS);
            int spins = random.nextInt(20_000);
            for (int i = 0; i < spins; i++) {
                Thread.onSpinWait();
            }
            expectable(other);
        } finally {
            done.get(BOUND, TimeUnit.SECONDS);
        }
    }

    /** No class of exception but those of the interfaces gets out. */
    private static void expectable(Act act) throws Exception {
        try {
            act.run();
        } catch (SQLException | ResourceException | XAException refused) {
            return; // either may be too late
        } catch (NullPointerException | AssertionError failure) {
            if (!failure.getStackTrace()[0].getClassName().matches("org\\.(postgresql|h2)\\..*")) {
                throw failure;
            } // the driver's own object, closed by the other thread while this one reads it
        }
    }

    /** The threads that are alive, and were not before, and belong to no driver. */
    Set<String> leftOver() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && !before.contains(thread))
                .map(Thread::getName)
                .filter(name -> OTHERS.stream().noneMatch(name::startsWith))
                .collect(Collectors.toSet());
    }

    @Override
    public void close() throws Exception {
        application.shutdown();
        if (!application.awaitTermination(BOUND, TimeUnit.SECONDS)) {
            throw new AssertionError("the application's thread hangs");
        }
        Until.equal(Set.of(), this::leftOver);
    }
}
