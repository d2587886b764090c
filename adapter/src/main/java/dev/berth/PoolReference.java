package dev.berth;

import dev.berth.config.RawConfig;
import dev.berth.pool.PoolConfig;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.naming.NamingException;
import javax.naming.Reference;
import javax.naming.StringRefAddr;

/** Writes a pool's settings down, for {@link PooledDataSourceFactory} to make an equal one of. */
final class PoolReference {

    private PoolReference() {}

    static Reference of(RawConfig properties, PoolConfig pool, boolean autoCommit, boolean hasManager)
            throws NamingException {
        if (hasManager) {
            throw new NamingException("A Reference cannot hold the transactionManager of " + pool.name()
                    + ": bind the pool itself, or build it where it is needed");
        }
        JdbcObjectFactory.requireNoSecret(properties);
        var reference = new Reference(PooledDataSource.class.getName(), PooledDataSourceFactory.class.getName(), null);
        FactorySetting.all(properties).forEach((name, value) -> {
            var unit = FactorySetting.unit(name); // written with it: a number alone could be of HikariCP's
            reference.add(new StringRefAddr(name, unit == null ? value : value + TimeText.suffix(unit)));
        });
        settings(pool).forEach((name, value) -> reference.add(new StringRefAddr(name, value)));
        reference.add(new StringRefAddr("autoCommit", "" + autoCommit));
        return reference;
    }

    private static Map<String, String> settings(PoolConfig pool) {
        var settings = new LinkedHashMap<String, String>();
        settings.put("maximumPoolSize", "" + pool.maximumSize());
        settings.put("minimumIdle", "" + pool.minimumIdle());
        settings.put("overflow", "" + pool.overflow());
        settings.put("maxWaiting", "" + pool.maxWaiting());
        settings.put("connectionTimeout", "" + pool.connectionTimeout());
        settings.put("idleTimeout", "" + pool.idleTimeout());
        settings.put("housekeepingPeriod", "" + pool.housekeeping());
        settings.put("mode", pool.mode().name().toLowerCase(Locale.ROOT));
        settings.put("order", pool.fifo() ? "fifo" : "lifo");
        return settings;
    }
}
