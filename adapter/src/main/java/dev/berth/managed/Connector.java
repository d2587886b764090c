package dev.berth.managed;

import dev.berth.config.Credentials;
import java.sql.SQLException;

/** Opens physical connections of one configuration. */
sealed interface Connector permits DriverConnector, DataSourceConnector {

    /**
     * A new physical connection.
     *
     * @param credentials with their placeholders looked up
     */
    Physical open(Credentials credentials) throws SQLException;

    /** Whether what it opens can take part in XA transactions. */
    boolean xa();
}
