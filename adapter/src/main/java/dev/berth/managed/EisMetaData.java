package dev.berth.managed;

import dev.berth.dialect.Dialect;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ManagedConnectionMetaData;
import java.sql.SQLException;

/** What the database says of itself and of this session's user. */
record EisMetaData(String product, String version, int maxConnections, String user)
        implements ManagedConnectionMetaData {

    static EisMetaData of(ManagedSession session, Dialect dialect) throws ResourceException {
        try {
            var connection = session.connection();
            var metaData = connection.getMetaData();
            var budget = dialect.budget(connection);
            return new EisMetaData(
                    metaData.getDatabaseProductName(),
                    metaData.getDatabaseProductVersion(),
                    budget.isPresent() ? budget.get().most() : metaData.getMaxConnections(),
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
