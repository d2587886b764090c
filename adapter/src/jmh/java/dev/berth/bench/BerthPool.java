package dev.berth.bench;

import java.lang.reflect.InvocationTargetException;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Berth's own pool, opened by name: nothing of a borrow is reflective. */
final class BerthPool implements Candidate {

    private static final String POOL = "dev.berth.PooledDataSource";

    private @Nullable DataSource pool;

    static boolean exists() {
        try {
            Class.forName(POOL, false, BerthPool.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException absent) {
            return false;
        }
    }

    @Override
    public String name() {
        return "berth";
    }

    @Override
    public String settings() {
        return "maximumPoolSize, minimumIdle and connectionTimeout; all else at its default";
    }

    @Override
    public DataSource open(String url, int size) throws Exception {
        var builder = Class.forName(POOL).getMethod("builder").invoke(null);
        set(builder, "url", String.class, url);
        set(builder, "maximumPoolSize", int.class, size);
        set(builder, "minimumIdle", int.class, size);
        var made = (DataSource) builder.getClass().getMethod("build").invoke(builder);
        pool = made;
        return made;
    }

    private static void set(Object builder, String name, Class<?> type, Object value) throws Exception {
        try {
            builder.getClass().getMethod(name, type).invoke(builder, value);
        } catch (InvocationTargetException refused) {
            throw new IllegalArgumentException(name + "=" + value, refused.getCause());
        }
    }

    @Override
    public void close() throws SQLException {
        try {
            if (pool instanceof AutoCloseable closeable) {
                closeable.close();
            }
        } catch (Exception failure) {
            throw new SQLException(failure);
        }
    }
}
