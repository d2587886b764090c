package dev.berth.deploy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Clients that have one transaction after the other done in the server, each a commit over one pool, until closed. */
final class Load implements AutoCloseable {

    /** As who is told when to come back. */
    private static final Duration AFTER_FAILURE = Duration.ofMillis(50);

    private final String pool;
    private final Set<String> backends = ConcurrentHashMap.newKeySet();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong successes = new AtomicLong();
    private final AtomicLongArray lastSuccess;
    private final AtomicReferenceArray<String> lastBackend;
    private final List<Thread> clients = new ArrayList<>();
    private volatile boolean over;

    private Load(String pool, int clients) {
        this.pool = pool;
        this.lastSuccess = new AtomicLongArray(clients);
        this.lastBackend = new AtomicReferenceArray<>(clients);
    }

    static Load start(String pool, int clients) {
        var load = new Load(pool, clients);
        for (int i = 0; i < clients; i++) {
            int me = i;
            load.clients.add(new Thread(() -> load.work(me), "client " + i));
        }
        load.clients.forEach(Thread::start);
        return load;
    }

    private void work(int me) {
        while (!over) {
            try {
                var answer = DeedApp.answer(pool, "book", "");
                if (answer.startsWith("ok ")) {
                    var backend = answer.substring(3);
                    backends.add(backend);
                    lastBackend.set(me, backend);
                    lastSuccess.set(me, System.nanoTime());
                    successes.incrementAndGet();
                } else {
                    failures.add(answer);
                    LockSupport.parkNanos(AFTER_FAILURE.toNanos());
                }
            } catch (IOException | InterruptedException unexpected) {
                failures.add(unexpected.toString());
                return;
            }
        }
    }

    /** Each as number and port. */
    Set<String> backends() {
        return Set.copyOf(backends);
    }

    /** What the application was told, each time. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    long successes() {
        return successes.get();
    }

    /** Of each client the moment of its last success, by System.nanoTime; 0 before the first. */
    LongStream lastSuccesses() {
        return LongStream.range(0, lastSuccess.length()).map(i -> lastSuccess.get((int) i));
    }

    /** Of each client that of its last success. */
    Set<String> lastBackends() {
        return IntStream.range(0, lastBackend.length())
                .mapToObj(lastBackend::get)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    /** Until all have succeeded at least once. */
    void awaitAll() throws Exception {
        Await.until(
                "a success of each client; failures: " + failures,
                () -> lastSuccesses().noneMatch(at -> at == 0));
    }

    @Override
    public void close() throws InterruptedException {
        over = true;
        for (var client : clients) {
            client.join(60_000);
        }
    }
}
