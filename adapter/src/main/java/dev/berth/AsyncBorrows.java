package dev.berth;

import dev.berth.managed.OnBehalf;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** Borrows in threads of its own, which wait in their callers' place, and end when nobody needs them. */
final class AsyncBorrows {

    private final DataSource source;
    private final OutsideJta outside;
    private final ExecutorService threads;

    AsyncBorrows(DataSource source, String name, OutsideJta outside) {
        this.source = source;
        this.outside = outside;
        this.threads = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> new Borrower(name, work));
    }

    /** One of them. */
    private static final class Borrower extends Thread implements OnBehalf {

        Borrower(String name, Runnable work) {
            super(work, name + " borrows for getConnectionAsync");
            setDaemon(true);
        }
    }

    /** For what must not wait for one of the pool's own few threads. */
    Executor threads() {
        return threads;
    }

    CompletableFuture<Connection> borrow() {
        try {
            outside.require("getConnectionAsync", "take getConnection");
        } catch (SQLException refused) {
            return CompletableFuture.failedFuture(refused);
        }
        var promise = new CompletableFuture<Connection>();
        var task = threads.submit(() -> keep(promise));
        var unused = promise.whenComplete((connection, failure) -> {
            if (promise.isCancelled()) {
                task.cancel(true); // it waits no longer; what it has got by now it gives back
            }
        });
        return promise;
    }

    private void keep(CompletableFuture<Connection> promise) {
        try {
            if (promise.isDone()) {
                return;
            }
            var connection = source.getConnection();
            if (!promise.complete(connection)) {
                connection.close();
            }
        } catch (SQLException | RuntimeException | Error failure) {
            promise.completeExceptionally(failure);
        }
    }
}
