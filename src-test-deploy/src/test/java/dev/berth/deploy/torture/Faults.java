package dev.berth.deploy.torture;

import dev.berth.deploy.torture.Order.Trick;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Draws faults from a seeded plan and does them to the databases, one after another; what found nobody is no fault. */
final class Faults implements Runnable {

    private static final int HUNT_MILLIS = 1500;

    private final Random random;
    private final List<TortureDatabase> databases;
    private final long end;
    private final Map<FaultKind, Integer> done = new EnumMap<>(FaultKind.class);
    private final Queue<Trick> tricks = new ConcurrentLinkedQueue<>();

    /** The first database is the one that the transactions work in first. */
    Faults(long seed, List<TortureDatabase> databases, long end) {
        this.random = new Random(seed);
        this.databases = databases;
        this.end = end;
    }

    /** For the client that asks next: what its order shall do besides. */
    Trick nextTrick() {
        var trick = tricks.poll();
        return trick == null ? Trick.NONE : trick;
    }

    synchronized void count(FaultKind kind) {
        done.merge(kind, 1, Integer::sum);
    }

    synchronized Map<FaultKind, Integer> done() {
        return new EnumMap<>(done);
    }

    @Override
    public void run() {
        while (System.nanoTime() - end < 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(150 + random.nextInt(450)));
            // drawn before anything happens: the plan is the seed's, whatever the servers do
            var kind = draw();
            var database = databases.get(random.nextInt(databases.size()));
            try {
                if (inject(kind, database)) {
                    count(kind);
                }
            } catch (SQLException | IOException e) {
                System.out.println("torture: " + kind + " was not done: " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                throw new IllegalStateException("expected " + kind + " to be done", e);
            }
        }
    }

    private FaultKind draw() {
        int left = random.nextInt(
                Arrays.stream(FaultKind.values()).mapToInt(FaultKind::weight).sum());
        for (var kind : FaultKind.values()) {
            left -= kind.weight();
            if (left < 0) {
                return kind;
            }
        }
        throw new IllegalStateException("the weights do not add up");
    }

    private boolean inject(FaultKind kind, TortureDatabase database) throws Exception {
        switch (kind) {
            case TERMINATE_ANY -> {
                return terminate(database, "true");
            }
            case TERMINATE_IN_PREPARE, TERMINATE_IN_COMMIT_PREPARED, TERMINATE_IN_COMMIT -> {
                // "COMMIT" itself, not what only begins so
                var pattern = kind == FaultKind.TERMINATE_IN_COMMIT ? kind.statement() : kind.statement() + " %";
                return terminate(database, "state = 'active' and query like '" + pattern + "'");
            }
            case CUT_ANY -> {
                return database.relay().cutAny(random);
            }
            case CUT_BEFORE_PREPARE,
                    CUT_BEFORE_COMMIT_PREPARED,
                    CUT_ANSWER_OF_PREPARE,
                    CUT_ANSWER_OF_COMMIT_PREPARED -> {
                return cut(database, kind.cut());
            }
            case CUT_BEFORE_ROLLBACK_PREPARED, CUT_ANSWER_OF_ROLLBACK_PREPARED -> {
                // what is prepared in the first is rolled back when the second does not prepare
                var refusal = FaultKind.CUT_BEFORE_PREPARE.cut();
                databases.get(1).relay().arm(refusal);
                boolean cutDone = cut(databases.get(0), kind.cut());
                databases.get(1).relay().disarm(refusal);
                return cutDone;
            }
            case RESTART_DATABASE -> database.restart();
            case CRASH_DATABASE -> database.crash();
            case SWALLOWED_FAILURE -> tricks.add(Trick.SWALLOW);
            case STATEMENT_TIMEOUT -> tricks.add(Trick.STATEMENT_TIMEOUT);
            case TRANSACTION_TIMEOUT -> tricks.add(Trick.TRANSACTION_TIMEOUT);
            case KILL_SERVER -> throw new IllegalStateException("the server's end has a plan of its own");
        }
        return true;
    }

    private static boolean cut(TortureDatabase database, WireCut cut) throws InterruptedException {
        database.relay().arm(cut);
        boolean done = cut.awaitDone(HUNT_MILLIS);
        database.relay().disarm(cut);
        return done;
    }

    /** Ends the first of the ordinary role's sessions that is seen to be so, in a tight and bounded loop. */
    private static boolean terminate(TortureDatabase database, String so) throws Exception {
        var sql = "select count(pg_terminate_backend(pid)) from (select pid from pg_stat_activity where usename = '"
                + database.user() + "' and " + so + " order by random() limit 1) one";
        try (var connection = database.look();
                var statement = connection.prepareStatement(sql)) {
            return Patience.sees(Duration.ofMillis(HUNT_MILLIS), Duration.ofNanos(200_000), () -> {
                try (var row = statement.executeQuery()) {
                    return row.next() && row.getInt(1) == 1;
                }
            });
        }
    }
}
