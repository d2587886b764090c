package dev.berth.managed;

import dev.berth.TestPostgres;
import dev.berth.config.CredentialsProvider;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Gives the usual credentials, and keeps in which threads it was asked: in those that open connections. */
public final class RecordingCredentials implements CredentialsProvider {

    static final Queue<Thread> ASKED = new ConcurrentLinkedQueue<>();

    @Override
    public Supplied supply(String database, @Nullable String userName) {
        ASKED.add(Thread.currentThread());
        return new Supplied(TestPostgres.USER, TestPostgres.PASSWORD, null);
    }
}
