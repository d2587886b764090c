package dev.berth.managed;

import dev.berth.dialect.Dialect;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Cancelling must not reach a BEGIN. A driver may send it before the first statement as a message of its own; a cancel
 * that hits it alone leaves the statement behind it outside any transaction, and committed.
 */
final class Interruption {

    private final Dialect dialect;
    private volatile boolean expected;

    Interruption(Dialect dialect) {
        this.dialect = dialect;
    }

    /** A statement of this connection has a timeout, by which its driver may cancel it at any moment. */
    void expected() {
        expected = true;
    }

    /** Whether one has. */
    boolean isExpected() {
        return expected;
    }

    /** The first statement of a transaction is about to run, with a timeout about: the transaction is opened before. */
    void firstStatement(Connection connection) throws SQLException {
        dialect.begin(connection);
    }

    /** Whether a cancel now would find the transaction open. */
    boolean isHarmless(Connection connection) {
        try {
            return dialect.transactionOpen(connection).orElse(true);
        } catch (SQLException gone) {
            return false; // nothing is under way on a connection that does not tell its state
        }
    }
}
