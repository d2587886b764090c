package dev.berth;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** One connection through a {@link SwitchedCable}. */
final class CableLink {

    private final SwitchedCable cable;
    private final Socket client;
    private final Socket server = new Socket();
    private final AtomicBoolean clientSpoke = new AtomicBoolean();
    private final AtomicInteger ended = new AtomicInteger();

    CableLink(SwitchedCable cable, Socket client) {
        this.cable = cable;
        this.client = client;
    }

    /** Goes on to the server and passes on both ways, until both have ended; the client is reset where nobody listens. */
    void connect(SocketAddress target) {
        try {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            server.connect(target);
        } catch (IOException away) {
            reset();
            return;
        }
        SwitchedCable.daemon("cable answers", () -> pump(server, client));
        pump(client, server);
    }

    boolean isOpen() {
        return ended.get() == 0;
    }

    private void pump(Socket from, Socket to) {
        try {
            var in = from.getInputStream();
            var out = to.getOutputStream();
            var bytes = new byte[16384];
            int length = in.read(bytes);
            cable.awaitThaw();
            while (length > 0) {
                count(from);
                out.write(bytes, 0, length);
                length = in.read(bytes);
                cable.awaitThaw();
            }
            ends(to);
        } catch (IOException gone) {
            reset();
        } catch (InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
        }
    }

    /** Before it is passed on, so that a client which has its answer sees it counted. */
    private void count(Socket from) {
        if (from == client) {
            clientSpoke.set(true);
        } else if (clientSpoke.compareAndSet(true, false)) {
            cable.flew();
        }
    }

    /** One side ended as it should: the other hears so behind the last that was said, and may itself still speak. */
    private void ends(Socket to) throws IOException {
        to.shutdownOutput();
        if (ended.incrementAndGet() == 2) {
            cable.left(this);
            client.close();
            server.close();
        }
    }

    /** Both sides are told by a reset, as of a cable that was pulled and of a host that does not know them. */
    void reset() {
        ended.set(2);
        cable.left(this);
        reset(client);
        reset(server);
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // it is closed already
        }
    }
}
