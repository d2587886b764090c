package dev.berth.managed;

import dev.berth.dialect.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.LongSupplier;

/** The transaction's timeout, as the database is to keep it: {@code transactionTimeout=server}. */
final class TransactionDeadline {

    private final boolean on;
    private final Dialect dialect;
    private final LongSupplier clock;

    private volatile int seconds;
    private volatile long begun;

    TransactionDeadline(boolean asked, Dialect dialect, LongSupplier clock) {
        this.on = asked && dialect.limits();
        this.dialect = dialect;
        this.clock = clock;
    }

    /** Whether the database keeps it. */
    boolean isOn() {
        return on;
    }

    /** Seconds for the transactions to come; 0 means no limit. */
    void set(int limit) {
        seconds = limit;
    }

    int get() {
        return seconds;
    }

    /** A transaction begins. */
    void begins() {
        if (on && seconds > 0) {
            begun = clock.getAsLong();
        }
    }

    /** Its first statement is about to run. */
    void apply(Connection connection) throws SQLException {
        if (seconds > 0) {
            var left = Duration.ofSeconds(seconds).minusNanos(clock.getAsLong() - begun);
            dialect.limit(connection, left);
        }
    }
}
