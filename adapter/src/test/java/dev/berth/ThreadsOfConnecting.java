package dev.berth;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.SocketFactory;

/** Sockets for the driver ({@code socketFactory}), which remember who asked for them. */
public final class ThreadsOfConnecting extends SocketFactory {

    static final Set<Thread> SEEN = ConcurrentHashMap.newKeySet();

    private final SocketFactory plain = SocketFactory.getDefault();

    @Override
    public java.net.Socket createSocket() throws java.io.IOException {
        SEEN.add(Thread.currentThread());
        return plain.createSocket();
    }

    @Override
    public java.net.Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException("the driver connects by itself");
    }

    @Override
    public java.net.Socket createSocket(String host, int port, java.net.InetAddress here, int from) {
        throw new UnsupportedOperationException("the driver connects by itself");
    }

    @Override
    public java.net.Socket createSocket(java.net.InetAddress host, int port) {
        throw new UnsupportedOperationException("the driver connects by itself");
    }

    @Override
    public java.net.Socket createSocket(java.net.InetAddress host, int port, java.net.InetAddress here, int from) {
        throw new UnsupportedOperationException("the driver connects by itself");
    }
}
