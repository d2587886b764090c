package dev.berth.managed;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Times the executions of one statement. A query is logged when its result has been read, since it has its rows then. */
final class WatchedStatement implements InvocationHandler {

    private final Statement raw;
    private final @Nullable String prepared;
    private final SlowStatements slow;
    private final Map<String, String> parameters =
            new TreeMap<>(Comparator.comparing(String::length).thenComparing(Comparator.naturalOrder()));
    private final StringBuilder batch = new StringBuilder();
    private @Nullable SlowStatement awaitsRows;
    private long rows;

    WatchedStatement(Statement raw, @Nullable String prepared, SlowStatements slow) {
        this.raw = raw;
        this.prepared = prepared;
        this.slow = slow;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] given) throws Throwable {
        var arguments = given == null ? new Object[0] : given;
        var name = method.getName();
        if (name.startsWith("execute")) {
            return execute(method, arguments);
        }
        if (name.equals("close")) {
            read();
        } else if (name.equals("getResultSet")) {
            return counted(call(method, arguments));
        } else if (name.equals("addBatch") && arguments.length == 1) {
            slow.append(batch, "" + arguments[0]);
        } else if (name.equals("clearBatch")) {
            batch.setLength(0);
        } else if (slow.logsParameters() && name.startsWith("set") && arguments.length >= 2) {
            parameters.put(String.valueOf(arguments[0]), String.valueOf(arguments[1]));
        }
        return call(method, arguments);
    }

    private @Nullable Object execute(Method method, Object[] arguments) throws Throwable {
        read();
        var sql = arguments.length > 0 && arguments[0] instanceof String text ? text : text();
        long begin = System.nanoTime();
        try {
            var result = call(method, arguments);
            long taken = System.nanoTime() - begin;
            return slow.isSlow(taken) ? told(new SlowStatement(sql, "" + parameters, taken, thread()), result) : result;
        } catch (SQLException failure) {
            long taken = System.nanoTime() - begin;
            if (slow.isSlow(taken)) {
                slow.log(
                        new SlowStatement(sql, "" + parameters, taken, thread()),
                        "failed with SQLState " + failure.getSQLState());
            }
            throw failure;
        } finally {
            if (method.getName().endsWith("Batch")) {
                batch.setLength(0);
            }
        }
    }

    private String text() {
        return prepared != null ? prepared : "" + batch;
    }

    private static String thread() {
        return Thread.currentThread().getName();
    }

    private @Nullable Object told(SlowStatement statement, @Nullable Object result) throws SQLException {
        if (result instanceof ResultSet || Boolean.TRUE.equals(result)) {
            awaitsRows = statement;
            rows = 0;
            return counted(result);
        }
        slow.log(statement, updated(result) + " rows");
        return result;
    }

    private long updated(@Nullable Object result) throws SQLException {
        if (result instanceof int[] counts) {
            return Arrays.stream(counts)
                    .filter(count -> count > 0)
                    .asLongStream()
                    .sum();
        }
        if (result instanceof long[] counts) {
            return Arrays.stream(counts).filter(count -> count > 0).sum();
        }
        return result instanceof Number count ? count.longValue() : Math.max(0, raw.getUpdateCount());
    }

    /** A result whose rows are counted, where somebody waits for their number. */
    private @Nullable Object counted(@Nullable Object result) {
        return awaitsRows == null || !(result instanceof ResultSet rowsBelow)
                ? result
                : Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {ResultSet.class},
                        (proxy, method, arguments) -> next(rowsBelow, method, arguments));
    }

    private @Nullable Object next(ResultSet below, Method method, Object @Nullable [] arguments) throws Throwable {
        var result = of(below, method, arguments);
        if (method.getName().equals("next") && Boolean.TRUE.equals(result)) {
            rows++;
        } else if (method.getName().matches("next|close")) {
            read();
        }
        return result;
    }

    /** No more rows are read: it is told now. */
    private void read() {
        var statement = awaitsRows;
        awaitsRows = null;
        if (statement != null) {
            slow.log(statement, rows + " rows");
        }
    }

    private @Nullable Object call(Method method, Object[] arguments) throws Throwable {
        return of(raw, method, arguments);
    }

    private static @Nullable Object of(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getTargetException();
        }
    }
}
