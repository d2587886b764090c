package dev.berth;

import java.sql.Connection;
import java.sql.SQLException;

/** How a borrowed connection begins. */
record Beginning(boolean autoCommit) {

    /** The same connection; it goes back where it cannot begin so. */
    Connection of(Connection connection) throws SQLException {
        if (!autoCommit) {
            try {
                connection.setAutoCommit(false);
            } catch (SQLException failure) {
                connection.close();
                throw failure;
            }
        }
        return connection;
    }
}
