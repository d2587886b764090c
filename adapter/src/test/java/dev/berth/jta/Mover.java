package dev.berth.jta;

import dev.berth.Lease;
import dev.berth.PooledDataSource;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** One client of the torture: moves money, in a transaction each, and writes down what it was told. */
final class Mover implements Runnable {

    static final int ACCOUNTS = 20;

    private static final List<Trick> TRICKS = List.of(Trick.values());

    private final TransactionManager manager = Narayana.manager();
    private final PooledDataSource here;
    private final PooledDataSource there;
    private final Journal journal;
    private final int number;
    private final Random random;
    private final long end;

    Mover(PooledDataSource here, PooledDataSource there, Journal journal, int number, long seed, long end) {
        this.here = here;
        this.there = there;
        this.journal = journal;
        this.number = number;
        this.random = new Random(seed);
        this.end = end;
    }

    @Override
    public void run() {
        for (long i = 0; System.nanoTime() < end; i++) {
            // every second transfer is a plain one
            var trick = random.nextBoolean() ? Trick.NONE : TRICKS.get(random.nextInt(TRICKS.size()));
            if (trick == Trick.TIMEOUT && random.nextInt(4) > 0) {
                trick = Trick.NONE; // they take a second each
            }
            move(number * 1_000_000L + i, trick);
        }
    }

    private void move(long transfer, Trick trick) {
        try {
            manager.setTransactionTimeout(trick == Trick.TIMEOUT ? 1 : 30);
            manager.begin();
            try {
                work(transfer, trick);
            } catch (SQLException | IllegalStateException failed) {
                Narayana.leaveNone();
                journal.write(transfer, trick, Verdict.ROLLED_BACK, failed.toString());
                return;
            }
            end(transfer, trick);
        } catch (RollbackException told) {
            journal.write(transfer, trick, Verdict.ROLLED_BACK, told.toString());
        } catch (Exception open) {
            journal.write(transfer, trick, Verdict.UNKNOWN, open.toString());
        } finally {
            leave();
        }
    }

    private void work(long transfer, Trick trick) throws Exception {
        long amount = 1L + random.nextInt(10);
        book(here, transfer, -amount, trick);
        if (trick == Trick.SUSPEND) {
            var mine = manager.suspend();
            try (var outside = here.getConnection()) {
                Lease.one(outside, "SELECT 1");
            } finally {
                manager.resume(mine);
            }
        }
        book(there, transfer, amount, trick);
        if (trick == Trick.TIMEOUT) {
            try (var connection = there.getConnection()) {
                Lease.run(connection, "SELECT pg_sleep(" + (0.5 + random.nextInt(8) / 10.0) + ")");
            }
        }
    }

    private void book(PooledDataSource source, long transfer, long amount, Trick trick) throws SQLException {
        int account = 1 + random.nextInt(ACCOUNTS);
        var connection = source.getConnection();
        boolean keep = trick == Trick.KEEP;
        try {
            Lease.run(connection, "UPDATE account SET balance = balance + " + amount + " WHERE id = " + account);
            if (trick == Trick.SHARED) {
                try (var another = source.getConnection()) {
                    entry(another, transfer, amount);
                }
            } else {
                entry(connection, transfer, amount);
            }
        } finally {
            if (!keep) {
                connection.close();
            }
        }
    }

    private static void entry(Connection connection, long transfer, long amount) throws SQLException {
        Lease.run(connection, "INSERT INTO entry VALUES (" + transfer + ", " + amount + ")");
    }

    private void end(long transfer, Trick trick) throws Exception {
        switch (trick) {
            case ROLLBACK -> {
                manager.rollback();
                journal.write(transfer, trick, Verdict.ROLLED_BACK, "asked for");
            }
            case ELSEWHERE -> {
                commitElsewhere(manager.suspend());
                journal.write(transfer, trick, Verdict.COMMITTED, "");
            }
            default -> {
                if (trick == Trick.MARK) {
                    manager.setRollbackOnly();
                }
                manager.commit();
                journal.write(transfer, trick, Verdict.COMMITTED, "");
            }
        }
    }

    private void commitElsewhere(Transaction transaction) throws Exception {
        try {
            CompletableFuture.runAsync(() -> {
                        try {
                            manager.resume(transaction);
                            manager.commit();
                        } catch (Exception failure) {
                            throw new java.util.concurrent.CompletionException(failure);
                        } finally {
                            leave();
                        }
                    })
                    .get();
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof Exception told ? told : failure;
        }
    }

    private void leave() {
        try {
            Narayana.leaveNone();
        } catch (Exception failure) {
            throw new IllegalStateException("the thread stays in a transaction", failure);
        }
    }
}
