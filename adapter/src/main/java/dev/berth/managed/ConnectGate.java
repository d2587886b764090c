package dev.berth.managed;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets so many connect at once, and nobody while the database is known to be away. */
final class ConnectGate {

    private final Semaphore places;
    private final int concurrency;
    private final Duration patience;
    private final Breaker breaker;

    ConnectGate(int concurrency, Duration patience, Breaker breaker) {
        this.places = new Semaphore(concurrency);
        this.concurrency = concurrency;
        this.patience = patience;
        this.breaker = breaker;
    }

    /** What an attempt does, once it is let in. */
    @FunctionalInterface
    interface Attempt {
        Physical open() throws SQLException;
    }

    /**
     * The attempt's connection.
     *
     * @throws NotTried when the database is known to be away
     * @throws SQLTransientConnectionException when no place became free in time
     */
    Physical pass(Attempt attempt) throws SQLException {
        breaker.refuses();
        waitForPlace();
        try {
            breaker.begins();
            return judged(attempt);
        } finally {
            places.release();
        }
    }

    /** As {@link #pass}, whatever the breaker says: the caller has just made the place that it asks for. */
    Physical passWithPlace(Attempt attempt) throws SQLException {
        waitForPlace();
        try {
            return judged(attempt);
        } finally {
            places.release();
        }
    }

    private Physical judged(Attempt attempt) throws SQLException {
        try {
            var physical = attempt.open();
            breaker.succeeded();
            return physical;
        } catch (SQLException failure) {
            if (answered(failure)) {
                breaker.succeeded();
            } else {
                breaker.failed(failure);
            }
            throw failure;
        } catch (RuntimeException | Error failure) {
            breaker.failed(new SQLException("The driver failed: " + failure, "08001", failure));
            throw failure;
        }
    }

    /** A refused user is no reason to keep others out. */
    private static boolean answered(SQLException failure) {
        return String.valueOf(failure.getSQLState()).startsWith("28"); // invalid authorization specification
    }

    private void waitForPlace() throws SQLException {
        try {
            if (!places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new SQLTransientConnectionException(
                        "Others have been connecting for " + patience.toSeconds() + " s, " + concurrency
                                + " at once (connectConcurrency): the database accepts too slowly",
                        "08001");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("Interrupted while others were connecting", "08001", interrupted);
        }
    }

    boolean isShut() {
        return breaker.isOpen();
    }
}
