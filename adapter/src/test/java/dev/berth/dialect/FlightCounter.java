package dev.berth.dialect;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Stands between a driver and its server and counts the flights: how often the client spoke after the server had. One
 * connection.
 */
final class FlightCounter implements AutoCloseable {

    private final ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private boolean clientSpeaks;
    private int flights;

    FlightCounter(int serverPort) throws IOException {
        start(() -> {
            try (var client = door.accept();
                    var server = new Socket(InetAddress.getLoopbackAddress(), serverPort)) {
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                var answers = start(() -> pump(server.getInputStream(), client.getOutputStream(), false));
                pump(client.getInputStream(), server.getOutputStream(), true);
                server.shutdownOutput();
                answers.join();
            }
        });
    }

    private interface Work {
        void run() throws Exception;
    }

    private static Thread start(Work work) {
        var thread = new Thread(() -> {
            try {
                work.run();
            } catch (Exception over) { // one of the two has gone
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void pump(InputStream from, OutputStream to, boolean client) throws IOException {
        var buffer = new byte[1 << 16];
        for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
            spoke(client);
            to.write(buffer, 0, count);
            to.flush();
        }
    }

    private synchronized void spoke(boolean client) {
        if (client && !clientSpeaks) {
            flights++;
        }
        clientSpeaks = client;
    }

    int port() {
        return door.getLocalPort();
    }

    /** Since the last time that this was asked. */
    synchronized int flights() {
        int since = flights;
        flights = 0;
        return since;
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
