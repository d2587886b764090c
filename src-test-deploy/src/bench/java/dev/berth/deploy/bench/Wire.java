package dev.berth.deploy.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A network between the server and its database: each byte arrives a fixed time after it was sent, however many are on
 * their way. Counts round trips: runs of the client's bytes that the database has answered.
 */
final class Wire implements AutoCloseable {

    private static final int WAKE_UPS = 201;

    private final ServerSocket door = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
    private final Set<WireEnd> ends = ConcurrentHashMap.newKeySet();
    private final AtomicLong roundTrips = new AtomicLong();
    private final int target;
    private final long holdNanos;

    private Wire(int target, Duration roundTrip) throws IOException {
        this.target = target;
        this.holdNanos = Math.max(0, roundTrip.toNanos() / 2 - lateness(roundTrip.toNanos() / 2));
    }

    /** Listens on a free port and passes on to this one, both on loopback. */
    static Wire to(int port, Duration roundTrip) throws IOException {
        var wire = new Wire(port, roundTrip);
        daemon("wire", wire::listen);
        return wire;
    }

    /** How much later than asked this machine wakes a thread: it is taken off, so that the mean is right. */
    private static long lateness(long nanos) {
        var late = new long[WAKE_UPS];
        for (int i = 0; i < WAKE_UPS; i++) {
            long start = System.nanoTime();
            LockSupport.parkNanos(nanos);
            late[i] = System.nanoTime() - start - nanos;
        }
        Arrays.sort(late);
        return Math.max(0, late[WAKE_UPS / 2]);
    }

    int port() {
        return door.getLocalPort();
    }

    /** How long each direction is held back. */
    long holdNanos() {
        return holdNanos;
    }

    /** Until now, of all connections. */
    long roundTrips() {
        return roundTrips.get();
    }

    void answered() {
        roundTrips.incrementAndGet();
    }

    private void listen() {
        try {
            while (true) {
                var client = door.accept();
                var database = new Socket(InetAddress.getLoopbackAddress(), target);
                new WireEnd(this, client, database).start();
            }
        } catch (IOException closed) {
            // nobody comes in any more
        }
    }

    void joined(WireEnd end) {
        ends.add(end);
    }

    void left(WireEnd end) {
        ends.remove(end);
    }

    static void daemon(String name, Runnable work) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        door.close();
        ends.forEach(WireEnd::close);
    }
}
