package dev.berth.bench;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The driver without a pool: each thread keeps a connection of its own, and closing it is nothing. */
final class Pinned extends LendingSource implements Candidate {

    private final ThreadLocal<Connection> own = new ThreadLocal<>();
    private String url = "";

    @Override
    public String name() {
        return "raw";
    }

    @Override
    public String settings() {
        return "no pool: a connection for each thread, however many";
    }

    @Override
    public DataSource open(String at, int size) {
        url = at;
        return this;
    }

    @Override
    public Connection getConnection() throws SQLException {
        var mine = own.get();
        if (mine == null) {
            mine = kept(DriverManager.getConnection(url));
            own.set(mine);
        }
        return mine;
    }

    private static Connection kept(Connection raw) {
        return (Connection) Proxy.newProxyInstance(
                Pinned.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if ("close".equals(method.getName())) {
                        return null;
                    }
                    try {
                        return method.invoke(raw, arguments);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
    }

    @Override
    public void close() {}
}
