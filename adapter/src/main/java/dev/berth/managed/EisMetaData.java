package dev.berth.managed;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ManagedConnectionMetaData;
import java.sql.SQLException;

/** What the database says of itself and of this session's user. */
record EisMetaData(String product, String version, int maxConnections, String user)
        implements ManagedConnectionMetaData {

    static EisMetaData of(ManagedSession session) throws ResourceException {
        try {
            var metaData = session.connection().getMetaData();
            return new EisMetaData(
                    metaData.getDatabaseProductName(),
                    metaData.getDatabaseProductVersion(),
                    metaData.getMaxConnections(),
                    metaData.getUserName());
        } catch (SQLException failure) {
            session.failed(failure);
            throw ResourceFailures.of("The database does not tell about itself", failure);
        }
    }

    @Override
    public String getEISProductName() {
        return product;
    }

    @Override
    public String getEISProductVersion() {
        return version;
    }

    @Override
    public int getMaxConnections() {
        return maxConnections;
    }

    @Override
    public String getUserName() {
        return user;
    }
}
