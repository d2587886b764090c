package dev.berth.bench;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.cache.ConnectionCache;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Agroal, with its cache of one connection a thread, which is its default, or without. */
final class AgroalPool implements Candidate {

    private final boolean cached;
    private @Nullable AgroalDataSource pool;

    AgroalPool(boolean cached) {
        this.cached = cached;
    }

    @Override
    public String name() {
        return cached ? "agroal" : "agroal-nocache";
    }

    @Override
    public String settings() {
        return cached ? "LocalConnectionCache (default), metrics off (default)" : "ConnectionCache.none()";
    }

    @Override
    public DataSource open(String url, int size) throws SQLException {
        var config = new AgroalDataSourceConfigurationSupplier().metricsEnabled(false);
        var sized = config.connectionPoolConfiguration()
                .initialSize(size)
                .minSize(size)
                .maxSize(size)
                .validateOnBorrow(false)
                .acquisitionTimeout(Duration.ofMinutes(1));
        if (!cached) {
            sized.connectionCache(ConnectionCache.none());
        }
        sized.connectionFactoryConfiguration().jdbcUrl(url).autoCommit(true);
        var made = AgroalDataSource.from(config);
        pool = made;
        return made;
    }

    @Override
    public void close() {
        if (pool != null) {
            pool.close();
        }
    }
}
