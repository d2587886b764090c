package dev.berth.managed;

import dev.berth.Configs;
import dev.berth.JdbcManagedConnectionFactory;
import dev.berth.Lease;
import dev.berth.ManualClock;
import dev.berth.RecordingListener;
import dev.berth.TestPostgres;
import dev.berth.handle.ConnectionHandle;
import jakarta.resource.ResourceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The connections of one factory under a clock that the test moves, kept as a server's pool keeps them. */
final class Kept implements AutoCloseable {

    final ManualClock clock = new ManualClock();
    final ConnectionSource source;
    private final List<JdbcManagedConnection> all = new ArrayList<>();

    Kept(Consumer<JdbcManagedConnectionFactory> change) {
        this(TestPostgres.factory(), change);
    }

    Kept(JdbcManagedConnectionFactory factory, Consumer<JdbcManagedConnectionFactory> change) {
        change.accept(factory);
        source = ConnectionSource.of(factory, Configs.of(factory), clock);
    }

    /** A new managed connection, idle. */
    JdbcManagedConnection open() throws ResourceException {
        var managed = source.connect(source.config().credentials());
        all.add(managed);
        return managed;
    }

    RecordingListener listenTo(JdbcManagedConnection managed) {
        var listener = new RecordingListener();
        managed.addConnectionEventListener(listener);
        return listener;
    }

    /** Borrows. */
    static ConnectionHandle handle(JdbcManagedConnection managed) throws ResourceException {
        return (ConnectionHandle) managed.getConnection(null, null);
    }

    /** Borrows, asks for the backend's pid, and gives back. */
    static int use(JdbcManagedConnection managed) throws ResourceException, SQLException {
        int pid;
        try (Connection handle = handle(managed)) {
            pid = Lease.backend(handle);
        }
        managed.cleanup();
        return pid;
    }

    /** Borrows and gives back. */
    static void touch(JdbcManagedConnection managed) throws ResourceException, SQLException {
        handle(managed).close();
        managed.cleanup();
    }

    @Override
    public void close() throws ResourceException {
        for (var managed : all) {
            managed.destroy();
        }
    }
}
