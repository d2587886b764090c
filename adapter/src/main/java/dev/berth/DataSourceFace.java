package dev.berth;

import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What a DataSource has besides its connections: as the one below answers. */
abstract class DataSourceFace implements DataSource {

    abstract JdbcDataSource below();

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return type.isInstance(this) ? type.cast(this) : below().unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this) || below().isWrapperFor(type);
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return below().getLogWriter();
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        below().setLogWriter(out);
    }

    @Override
    public int getLoginTimeout() {
        return below().getLoginTimeout();
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        below().setLoginTimeout(seconds);
    }

    @Override
    public Logger getParentLogger() {
        return below().getParentLogger();
    }
}
