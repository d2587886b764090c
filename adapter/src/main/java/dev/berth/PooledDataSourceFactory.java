package dev.berth;

import dev.berth.config.ConfigException;
import java.util.Hashtable;
import java.util.Properties;
import java.util.Set;
import javax.naming.Context;
import javax.naming.Name;
import javax.naming.RefAddr;
import javax.naming.Reference;
import javax.naming.spi.ObjectFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes a pool of a JNDI Reference, as Tomcat has one for each {@code <Resource>}: its attributes are what
 * {@link PoolBuilder#properties} takes.
 *
 * <p>{@code <Resource name="jdbc/orders" type="javax.sql.DataSource" factory="dev.berth.PooledDataSourceFactory"
 * closeMethod="close" jdbcUrl="jdbc:postgresql://host/orders" username="orders" password="${file:/run/secrets/db}"/>}
 */
public final class PooledDataSourceFactory implements ObjectFactory {

    /** What a Reference of Tomcat's has besides. */
    private static final Set<String> TOMCATS =
            Set.of("factory", "auth", "scope", "singleton", "description", "closeMethod", "type", "name");

    private static final Set<String> TYPES = Set.of("javax.sql.DataSource", PooledDataSource.class.getName());

    /**
     * A new pool; null for a Reference to anything else, as JNDI has it.
     *
     * @throws IllegalArgumentException when a name or a value cannot be used
     */
    @Override
    public @Nullable Object getObjectInstance(
            @Nullable Object object,
            @Nullable Name name,
            @Nullable Context context,
            @Nullable Hashtable<?, ?> environment)
            throws Exception {
        if (!(object instanceof Reference reference) || !TYPES.contains(reference.getClassName())) {
            return null;
        }
        var properties = new Properties();
        for (var addresses = reference.getAll(); addresses.hasMoreElements(); ) {
            add(properties, addresses.nextElement());
        }
        return PooledDataSource.of(properties);
    }

    private static void add(Properties properties, RefAddr address) {
        var type = address.getType();
        var content = address.getContent();
        if (type.equals("singleton") && "false".equals(content)) {
            throw new ConfigException(type, "'false' would make a pool at each look-up: remove it");
        }
        if (content != null && !TOMCATS.contains(type)) {
            properties.put(type, content instanceof String ? content : content.getClass());
        }
    }
}
