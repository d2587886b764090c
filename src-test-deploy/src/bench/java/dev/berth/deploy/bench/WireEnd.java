package dev.berth.deploy.bench;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** One connection through the {@link Wire}: in each direction a thread that reads and one that writes when it is time. */
final class WireEnd {

    /** What was read, and when it is due at the other side; an empty one is the end. */
    private record Chunk(ByteBuffer bytes, long due) {}

    private static final int CHUNK = 32_768;

    private final Wire wire;
    private final Socket client;
    private final Socket database;
    private final AtomicBoolean clientSpoke = new AtomicBoolean();

    WireEnd(Wire wire, Socket client, Socket database) {
        this.wire = wire;
        this.client = client;
        this.database = database;
    }

    void start() throws IOException {
        client.setTcpNoDelay(true);
        database.setTcpNoDelay(true);
        wire.joined(this);
        connect(client, database);
        connect(database, client);
    }

    private void connect(Socket from, Socket to) {
        var underway = new LinkedBlockingQueue<Chunk>();
        Wire.daemon("wire in", () -> read(from, underway));
        Wire.daemon("wire out", () -> write(underway, to));
    }

    private void read(Socket from, BlockingQueue<Chunk> underway) {
        try {
            var in = from.getInputStream();
            int length = 0;
            while (length >= 0) {
                var bytes = new byte[CHUNK];
                length = in.read(bytes);
                count(from, length); // before it goes on, so that a client which has its answer sees it counted
                underway.add(new Chunk(
                        ByteBuffer.wrap(bytes, 0, Math.max(length, 0)), System.nanoTime() + wire.holdNanos()));
            }
        } catch (IOException gone) {
            close();
            underway.add(new Chunk(ByteBuffer.allocate(0), System.nanoTime()));
        }
    }

    private void count(Socket from, int length) {
        if (length > 0 && from == client) {
            clientSpoke.set(true);
        } else if (length > 0 && clientSpoke.compareAndSet(true, false)) {
            wire.answered();
        }
    }

    private void write(BlockingQueue<Chunk> underway, Socket to) {
        try {
            var out = to.getOutputStream();
            for (var chunk = underway.take(); chunk.bytes().hasRemaining(); chunk = underway.take()) {
                for (long left = left(chunk); left > 0; left = left(chunk)) {
                    LockSupport.parkNanos(left);
                }
                out.write(chunk.bytes().array(), 0, chunk.bytes().remaining());
            }
        } catch (IOException gone) {
            // the other direction hears of it by the closed sockets
        } catch (InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
        }
        close();
    }

    private static long left(Chunk chunk) {
        return chunk.due() - System.nanoTime();
    }

    void close() {
        wire.left(this);
        for (var socket : new Socket[] {client, database}) {
            try {
                socket.close();
            } catch (IOException e) {
                // it is closed already
            }
        }
    }
}
