package dev.berth.deploy.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/** Transactions without a transaction manager. */
final class ByHand {

    private static final AtomicLong LAST = new AtomicLong();

    private ByHand() {}

    /** Over a pool that knows nothing of transactions: HikariCP resets auto-commit when it gets the connection back. */
    static void pooled(Case work, DataSource source, int key) throws SQLException {
        try (var connection = source.getConnection()) {
            connection.setAutoCommit(false);
            Sql.run(work, connection, key);
            connection.commit();
        }
    }

    /** On a connection whose auto-commit is off. */
    static void held(Case work, Connection connection, int key) throws SQLException {
        Sql.run(work, connection, key);
        connection.commit();
    }

    /** In two phases, with nothing written down in between: less than a transaction manager may do. */
    static void two(Connection bank, Connection ledger, int key) throws SQLException {
        var name = "raw_" + LAST.incrementAndGet();
        Sql.update(bank, key);
        Sql.update(ledger, key);
        TwoPhases.prepare(bank, name + "_b");
        TwoPhases.prepare(ledger, name + "_l");
        TwoPhases.commitPrepared(bank, name + "_b");
        TwoPhases.commitPrepared(ledger, name + "_l");
    }
}
