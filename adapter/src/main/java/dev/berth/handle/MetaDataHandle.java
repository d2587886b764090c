package dev.berth.handle;

import dev.berth.delegate.DelegatingDatabaseMetaData;
import dev.berth.delegate.Owner;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;

/** Meta data of a handle's connection: asked anew each time, so that it follows the handle to another session. */
final class MetaDataHandle extends DelegatingDatabaseMetaData {

    private final ConnectionHandle handle;

    MetaDataHandle(ConnectionHandle handle) {
        this.handle = handle;
    }

    @Override
    public Owner owner() {
        return handle;
    }

    @Override
    protected DatabaseMetaData delegate() throws SQLException {
        handle.session().working(); // most of its methods run a query
        return handle.delegate().getMetaData();
    }

    @Override
    public int getDriverMajorVersion() {
        return version(true);
    }

    @Override
    public int getDriverMinorVersion() {
        return version(false);
    }

    /** JDBC lets these two throw nothing: 0 once the handle is closed. */
    private int version(boolean major) {
        try {
            var raw = handle.delegate().getMetaData();
            return major ? raw.getDriverMajorVersion() : raw.getDriverMinorVersion();
        } catch (SQLException closed) {
            return 0;
        }
    }
}
