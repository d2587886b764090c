package dev.berth.managed;

import java.io.Serial;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A physical connection was not asked for, since the last attempts failed; with the last cause, and when to come back. */
final class NotTried extends SQLTransientConnectionException {

    @Serial
    private static final long serialVersionUID = 1L;

    NotTried(String database, int failures, Duration retryAfter, @Nullable SQLException last) {
        super(
                "Not tried: " + failures + " attempts in a row to connect to " + database
                        + " have failed. Retry-After: " + retryAfter.toMillis() + " ms. The last failure: "
                        + (last == null ? "none" : last.getMessage()),
                last == null ? "08001" : Objects.requireNonNullElse(last.getSQLState(), "08001"),
                last);
    }
}
