package dev.berth;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** Borrows in threads of its own, which wait in their callers' place, and end when nobody needs them. */
final class AsyncBorrows {

    private final DataSource source;
    private final ExecutorService threads;

    AsyncBorrows(DataSource source, String name) {
        this.source = source;
        this.threads = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> daemon(name, work));
    }

    private static Thread daemon(String name, Runnable work) {
        var thread = new Thread(work, name + " borrows");
        thread.setDaemon(true);
        return thread;
    }

    CompletableFuture<Connection> borrow() {
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
