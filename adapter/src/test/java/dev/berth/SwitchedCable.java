package dev.berth;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** A cable between a client and a server of loopback, which a test can pull, freeze, or plug in elsewhere. */
public final class SwitchedCable implements AutoCloseable {

    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private final int port;
    private final Set<CableLink> links = ConcurrentHashMap.newKeySet();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong flights = new AtomicLong();
    private volatile ServerSocket door;
    private volatile Thread doorkeeper;
    private volatile int target;
    private volatile CountDownLatch thawed = new CountDownLatch(0);

    private SwitchedCable(int target) throws IOException {
        this.target = target;
        this.door = open(0);
        this.port = door.getLocalPort();
    }

    /** Listens on a free port and passes on to this one, both on loopback. */
    public static SwitchedCable to(int target) throws IOException {
        var cable = new SwitchedCable(target);
        cable.listen();
        return cable;
    }

    private static ServerSocket open(int port) throws IOException {
        var door = new ServerSocket();
        door.setReuseAddress(true); // connections that came in by this port may still be there
        door.bind(new InetSocketAddress(HERE, port), 100);
        return door;
    }

    public int port() {
        return port;
    }

    /** Where connections go that come in from now on; those which are open stay where they are. */
    public void pointTo(int otherTarget) {
        target = otherTarget;
    }

    /** Resets all connections. */
    public void cut() {
        links.forEach(CableLink::reset);
    }

    /**
     * Passes nothing on any more, neither bytes nor the end of a connection, and closes nothing. Who connects gets the
     * connection, by this machine's kernel, and no answer.
     */
    public synchronized void freeze() {
        if (thawed.getCount() == 0) {
            thawed = new CountDownLatch(1);
        }
    }

    /** Passes on what was held back, and all that comes. */
    public synchronized void thaw() {
        thawed.countDown();
    }

    /** Nobody listens at the port any more: who connects is refused. What is open stays open. */
    public synchronized void refuse() throws IOException, InterruptedException {
        door.close();
        doorkeeper.join(); // until it has woken up, the kernel would still let somebody in
    }

    /** Listens at the same port again. */
    public synchronized void accept() throws IOException {
        if (door.isClosed()) {
            door = open(port);
            listen();
        }
    }

    /**
     * Round trips until now, of all connections: runs of the client's bytes that the server has answered. Opening a
     * connection to PostgreSQL takes some; difference of two readings is what a test wants.
     */
    public long flights() {
        return flights.get();
    }

    /** Connections that have come in until now. */
    public long connections() {
        return accepted.get();
    }

    /** Connections that neither side has closed. */
    public long openConnections() {
        return links.stream().filter(CableLink::isOpen).count();
    }

    void flew() {
        flights.incrementAndGet();
    }

    void awaitThaw() throws InterruptedException {
        thawed.await();
    }

    void left(CableLink link) {
        links.remove(link);
    }

    private void listen() {
        var listening = door;
        doorkeeper = daemon("cable to " + target, () -> {
            try {
                while (true) {
                    link(listening.accept());
                }
            } catch (IOException closed) {
                // nobody comes in any more by this door
            }
        });
    }

    private void link(Socket client) {
        accepted.incrementAndGet();
        var link = new CableLink(this, client);
        links.add(link);
        daemon("cable " + client.getPort(), () -> link.connect(new InetSocketAddress(HERE, target)));
    }

    static Thread daemon(String name, Runnable work) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        refuse();
        thaw();
        cut();
    }
}
