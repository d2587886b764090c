package dev.berth.deploy.torture;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** Stands on the wire between a server and its database: counts round trips and cuts connections. */
final class WireRelay implements AutoCloseable {

    private final ServerSocket door;
    private final int target;
    private final Set<WireLink> links = ConcurrentHashMap.newKeySet();
    private final AtomicReference<WireCut> armed = new AtomicReference<>();

    private WireRelay(int target) throws IOException {
        this.target = target;
        this.door = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    }

    /** Listens on a free port and passes on to this one, both on loopback. */
    static WireRelay to(int port) throws IOException {
        var relay = new WireRelay(port);
        daemon("relay to " + port, relay::listen);
        return relay;
    }

    int port() {
        return door.getLocalPort();
    }

    /** Round trips of each connection that is open now: runs of the client's bytes that the server has answered. */
    long roundTrips() {
        return links.stream().mapToLong(WireLink::roundTrips).sum();
    }

    /** Resets one of the connections; false when there is none. */
    boolean cutAny(Random random) {
        var open = List.copyOf(links);
        if (open.isEmpty()) {
            return false;
        }
        open.get(random.nextInt(open.size())).reset();
        return true;
    }

    /** The next connection that sends the cut's text is reset then; replaces what was armed before. */
    void arm(WireCut cut) {
        armed.set(cut);
    }

    void disarm(WireCut cut) {
        armed.compareAndSet(cut, null);
    }

    /** The armed cut, when these bytes are what it waits for; nobody else gets it then. */
    boolean hits(WireCut.Moment moment, byte[] bytes, int length) {
        var cut = armed.get();
        return cut != null
                && cut.moment() == moment
                && cut.isIn(bytes, length)
                && armed.compareAndSet(cut, null)
                && cut.happened();
    }

    void left(WireLink link) {
        links.remove(link);
    }

    private void listen() {
        try {
            while (true) {
                Socket client = door.accept();
                daemon("relay link", () -> link(client));
            }
        } catch (IOException closed) {
            // the relay is closed, and nobody comes in any more
        }
    }

    private void link(Socket client) {
        try {
            var link = new WireLink(this, client, new Socket(InetAddress.getLoopbackAddress(), target));
            links.add(link);
            daemon("relay answers", link::answers);
            link.requests();
        } catch (IOException away) { // the database is: the client sees a connection that ends at once
            WireLink.reset(client);
        }
    }

    private static void daemon(String name, Runnable work) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        door.close();
        links.forEach(WireLink::reset);
    }
}
