package dev.berth;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.XAConnection;
import org.h2.jdbcx.JdbcDataSource;

/**
 * H2, held at the moment that matters: what its XA connection handed out rolls back, then turns autocommit on, then is
 * closed. A statement that is in the driver already comes to the database when autocommit is on, if that is possible.
 */
public final class AutoCommittingDriver extends XaDriverDouble {

    static final String URL = "jdbc:h2:mem:autocommitting;DB_CLOSE_DELAY=-1";

    /** What the two threads of a test wait for. */
    static final class Moments {
        final Thread closing = Thread.currentThread();
        final CountDownLatch inDriver = new CountDownLatch(1);
        final CountDownLatch coming = new CountDownLatch(1);
        final CountDownLatch autoCommitIsOn = new CountDownLatch(1);
        final CountDownLatch executed = new CountDownLatch(1);
        volatile boolean closedInUse;

        private void beforeExecuting() throws Exception {
            inDriver.countDown();
            if (!coming.await(20, TimeUnit.SECONDS)) {
                throw new SQLException("nobody came within 20 s");
            }
            Until.holds(() -> autoCommitIsOn.getCount() == 0 || closing.getState() == Thread.State.TIMED_WAITING);
        }

        private Object close(XAConnection xa, Connection connection) throws Exception {
            closedInUse = executed.getCount() > 0;
            connection.rollback();
            connection.setAutoCommit(true);
            autoCommitIsOn.countDown();
            if (!executed.await(20, TimeUnit.SECONDS)) {
                throw new SQLException("the statement was not executed within 20 s");
            }
            xa.close();
            return null;
        }
    }

    static volatile Moments moments;

    private interface Call {
        Object of(Method method, Object[] arguments) throws Exception;
    }

    private static <T> T over(T real, Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                AutoCommittingDriver.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        return call.of(method, arguments);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                }));
    }

    @Override
    public XAConnection getXAConnection() throws SQLException {
        var source = new JdbcDataSource();
        source.setURL(URL);
        var xa = source.getXAConnection();
        var connection = xa.getConnection();
        var handedOut = over(
                connection,
                Connection.class,
                (method, arguments) -> method.getName().equals("createStatement")
                        ? statement((Statement) method.invoke(connection, arguments))
                        : method.invoke(connection, arguments));
        return over(xa, XAConnection.class, (method, arguments) -> switch (method.getName()) {
            case "getConnection" -> handedOut;
            case "close" -> moments == null ? method.invoke(xa) : moments.close(xa, connection);
            default -> method.invoke(xa, arguments);
        });
    }

    private static Statement statement(Statement real) {
        return over(real, Statement.class, (method, arguments) -> {
            var now = moments;
            if (now == null || !method.getName().startsWith("execute")) {
                return method.invoke(real, arguments);
            }
            now.beforeExecuting();
            try {
                return method.invoke(real, arguments);
            } finally {
                now.executed.countDown();
            }
        });
    }
}
