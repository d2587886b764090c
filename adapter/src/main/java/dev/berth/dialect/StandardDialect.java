package dev.berth.dialect;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;

/** Any database: what the standard and JDBC say. */
final class StandardDialect implements Dialect {

    @Override
    public String name() {
        return "standard";
    }

    @Override
    public boolean acceptsUrl(String url) {
        return true;
    }

    @Override
    public boolean acceptsClass(String dataSourceClass) {
        return true;
    }

    @Override
    public boolean isFatal(SQLException failure, Connection connection) {
        for (var sql : Causes.of(failure)) {
            var state = sql.getSQLState();
            if (sql instanceof SQLNonTransientConnectionException
                    || sql instanceof SQLRecoverableException
                    || state != null && state.startsWith("08")) { // class 08: connection exception
                return true;
            }
        }
        return false;
    }
}
