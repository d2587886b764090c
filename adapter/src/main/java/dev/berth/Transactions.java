package dev.berth;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Work that is done as a whole or not at all, and again where the database says that another try may succeed. */
final class Transactions {

    private static final Logger LOG = System.getLogger("dev.berth");

    /**
     * Serialization failure and deadlock: rolled back for certain. Nothing of class 08 is here: whether a commit that the
     * session died of was done, nobody knows.
     */
    private static final Set<String> AGAIN = Set.of("40001", "40P01");

    private static final long FIRST_PAUSE = 10; // milliseconds
    private static final int MOST_DOUBLINGS = 6;
    private static final int DEEPEST = 10;

    /** Where a connection comes from. */
    @FunctionalInterface
    interface Source {
        Connection getConnection() throws SQLException;
    }

    private final Source source;
    private final OutsideJta outside;

    Transactions(Source source, OutsideJta outside) {
        this.source = source;
        this.outside = outside;
    }

    <T extends @Nullable Object> T run(@Nullable Integer isolation, int retries, SqlFunction<T> work)
            throws SQLException {
        if (retries < 0) {
            throw new IllegalArgumentException("retries: " + retries + " is negative: give a number, or 0 for none");
        }
        outside.require("inTransaction", "take withConnection, or suspend that transaction first");
        Exception before = null;
        for (int done = 0; ; done++) {
            try {
                return once(isolation, work);
            } catch (SQLException | RuntimeException failure) {
                keep(failure, before);
                if (done == retries || !mayTryAgain(failure) || !pause(done)) {
                    throw failure;
                }
                before = failure;
            }
        }
    }

    private <T extends @Nullable Object> T once(@Nullable Integer isolation, SqlFunction<T> work) throws SQLException {
        var connection = source.getConnection();
        T result;
        try {
            if (isolation != null) {
                connection.setTransactionIsolation(isolation);
            }
            connection.setAutoCommit(false);
            result = work.apply(connection);
            connection.commit();
        } catch (Throwable failure) { // whatever it is: nothing may stay open
            quietly(connection::rollback, failure);
            quietly(connection::close, failure);
            throw failure;
        }
        closeCommitted(connection);
        return result;
    }

    /** The work is committed: a failure now must not look as if it were not. */
    private static void closeCommitted(Connection connection) {
        try {
            connection.close();
        } catch (SQLException failure) {
            LOG.log(Level.DEBUG, "A connection could not be given back after its commit", failure);
        }
    }

    /** A step that may fail. */
    @FunctionalInterface
    private interface Step {
        void run() throws SQLException;
    }

    private static void quietly(Step step, Throwable first) {
        try {
            step.run();
        } catch (SQLException | RuntimeException second) {
            keep(first, second);
        }
    }

    private static void keep(Throwable failure, @Nullable Throwable other) {
        if (other != null && other != failure) {
            failure.addSuppressed(other);
        }
    }

    /** The first SQLState down the causes decides. */
    private static boolean mayTryAgain(Throwable failure) {
        int depth = 0;
        for (var cause = failure; cause != null && depth++ < DEEPEST; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return AGAIN.contains(sql.getSQLState());
            }
        }
        return false;
    }

    /** With nothing borrowed; false when interrupted. Of random length, or those that collided would do so again. */
    private static boolean pause(int done) {
        long most = FIRST_PAUSE << Math.min(done, MOST_DOUBLINGS);
        try {
            TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
