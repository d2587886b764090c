package dev.berth.managed;

import dev.berth.handle.ConnectionHandle;
import java.sql.Connection;
import java.sql.SQLException;

/** What runs on a handle, for whoever has to end it from elsewhere. */
public final class RunningStatements {

    private RunningStatements() {}

    /** Cancels whatever statement of the handle's is running, as {@link java.sql.Statement#cancel} does. */
    public static void cancel(Connection handle) throws SQLException {
        ((ConnectionHandle) handle).cancelStatements();
    }
}
