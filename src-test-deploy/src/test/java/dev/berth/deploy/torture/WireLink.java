package dev.berth.deploy.torture;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** One connection through the relay. */
final class WireLink {

    private final WireRelay relay;
    private final Socket client;
    private final Socket server;
    private final AtomicBoolean clientSpoke = new AtomicBoolean();
    private final AtomicLong roundTrips = new AtomicLong();
    private volatile boolean answerIsLost;

    WireLink(WireRelay relay, Socket client, Socket server) throws IOException {
        this.relay = relay;
        this.client = client;
        this.server = server;
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
    }

    long roundTrips() {
        return roundTrips.get();
    }

    /** Passes on what the client sends, until one of both ends. */
    void requests() {
        pump(client, server, (bytes, length) -> {
            clientSpoke.set(true);
            if (relay.hits(WireCut.Moment.UNSENT, bytes, length)) {
                return false;
            }
            if (relay.hits(WireCut.Moment.UNANSWERED, bytes, length)) {
                answerIsLost = true;
            }
            return true;
        });
    }

    /** Passes on what the server sends, until one of both ends. */
    void answers() {
        pump(server, client, (bytes, length) -> {
            if (clientSpoke.compareAndSet(true, false)) {
                roundTrips.incrementAndGet();
            }
            return !answerIsLost;
        });
    }

    private void pump(Socket from, Socket to, Look look) {
        try {
            var in = from.getInputStream();
            var out = to.getOutputStream();
            var bytes = new byte[16384];
            int length = in.read(bytes);
            while (length > 0 && look.mayPass(bytes, length)) {
                out.write(bytes, 0, length);
                out.flush();
                length = in.read(bytes);
            }
            if (length < 0) {
                to.shutdownOutput(); // one side ended as it should: the other hears what it said last
                relay.left(this);
                client.close();
                server.close();
                return;
            }
        } catch (IOException gone) {
            // as after a cut: neither side hears of the other again
        }
        reset();
    }

    /** Both sides are told by a reset, as of a cable that was pulled and of a host that does not know them. */
    void reset() {
        relay.left(this);
        reset(client);
        reset(server);
    }

    static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // it is closed already
        }
    }

    private interface Look {
        boolean mayPass(byte[] bytes, int length);
    }
}
