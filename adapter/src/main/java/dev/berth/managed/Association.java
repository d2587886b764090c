package dev.berth.managed;

import dev.berth.handle.ConnectionHandle;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.IllegalStateException;
import org.jspecify.annotations.Nullable;

/** Which handles a container may move from one managed connection to another (7.5.4). */
final class Association {

    private Association() {}

    /** The handle, if it has to be moved; null when it is there already. */
    static @Nullable ConnectionHandle movable(Object connection, ManagedSession to) throws ResourceException {
        if (!(connection instanceof ConnectionHandle handle)) {
            throw new ResourceException("Only a connection handle of Berth can be associated, and not " + connection);
        }
        return handle.tenure() == to ? null : handle;
    }

    /** Where it comes from: another connection of the same factory. */
    static JdbcManagedConnection home(ConnectionHandle handle, ConnectionSource source) throws ResourceException {
        var tenure = handle.tenure();
        var old = tenure instanceof ExpiredSession expired ? expired.before() : tenure;
        if (!(old instanceof ManagedSession before)) {
            throw new IllegalStateException("The handle is closed, and cannot be associated: " + handle);
        }
        if (before.managed().source() != source) {
            throw new ResourceException("The handle belongs to another connection factory, and cannot be associated");
        }
        return before.managed();
    }
}
