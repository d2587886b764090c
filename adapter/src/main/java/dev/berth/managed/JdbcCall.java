package dev.berth.managed;

import java.sql.Connection;
import java.sql.SQLException;

/** Something done on the driver's connection. */
@FunctionalInterface
interface JdbcCall {

    void on(Connection raw) throws SQLException;
}
