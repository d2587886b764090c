package dev.berth.bench;

import java.sql.Connection;
import java.sql.DatabaseMetaData;

/** What pools and adapters ask once of a new connection. */
abstract class StubMetaData implements DatabaseMetaData {

    private final StubConnection connection;

    StubMetaData(StubConnection connection) {
        this.connection = connection;
    }

    @Override
    public Connection getConnection() {
        return connection;
    }

    @Override
    public String getURL() {
        return StubDriver.URL;
    }

    @Override
    public String getUserName() {
        return "nobody";
    }

    @Override
    public String getDatabaseProductName() {
        return "stub";
    }

    @Override
    public String getDatabaseProductVersion() {
        return "1";
    }

    @Override
    public String getDriverName() {
        return "stub";
    }

    @Override
    public String getDriverVersion() {
        return "1";
    }

    @Override
    public int getJDBCMajorVersion() {
        return 4;
    }

    @Override
    public int getJDBCMinorVersion() {
        return 3;
    }

    @Override
    public int getMaxConnections() {
        return 0;
    }

    @Override
    public boolean supportsTransactions() {
        return true;
    }
}
