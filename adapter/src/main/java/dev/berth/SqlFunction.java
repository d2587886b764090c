package dev.berth;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Work on a connection, which the one who lends it closes. */
@FunctionalInterface
public interface SqlFunction<T extends @Nullable Object> {

    /** What the work comes to. */
    T apply(Connection connection) throws SQLException;
}
