package dev.berth;

import dev.berth.config.ConfigException;
import dev.berth.config.Placeholders;
import dev.berth.config.RawConfig;
import java.util.Hashtable;
import java.util.regex.Pattern;
import javax.naming.Context;
import javax.naming.Name;
import javax.naming.NamingException;
import javax.naming.Reference;
import javax.naming.StringRefAddr;
import javax.naming.spi.ObjectFactory;
import org.jspecify.annotations.Nullable;

/**
 * Writes a DataSource's configuration down as a JNDI Reference and makes an equal DataSource of it again, outside a
 * server. Placeholders are written as they are; a literal password is refused, so that no Reference holds one.
 */
public final class JdbcObjectFactory implements ObjectFactory {

    private static final Pattern SECRET = Pattern.compile("(?i)(?:password|passwd|pwd|secret|token)[^=;\\n]*=");

    static Reference reference(RawConfig properties) throws NamingException {
        requireNoSecret(properties);
        var reference = new Reference(JdbcDataSource.class.getName(), JdbcObjectFactory.class.getName(), null);
        FactorySetting.all(properties).forEach((name, value) -> reference.add(new StringRefAddr(name, value)));
        return reference;
    }

    /** What is in a Reference can be read by whoever can look into JNDI. */
    static void requireNoSecret(RawConfig properties) throws NamingException {
        var password = properties.password();
        if (password != null && !Placeholders.only(password)) {
            throw new NamingException("password: a literal one is not written into a Reference: use ${file:/path} or"
                    + " ${env:NAME} as the property's value");
        }
        var driver = properties.driverProperties();
        if (driver != null && SECRET.matcher(driver).find()) {
            throw new NamingException(
                    "driverProperties: one looks like a secret, which is not written into a Reference:"
                            + " configure it where the DataSource is made");
        }
    }

    /**
     * An equal DataSource for a Reference that was made by one; null for any other object, as JNDI has it.
     *
     * @throws NamingException when an address of the Reference is no property, or its value no value
     */
    @Override
    public @Nullable Object getObjectInstance(
            @Nullable Object object,
            @Nullable Name name,
            @Nullable Context context,
            @Nullable Hashtable<?, ?> environment)
            throws Exception {
        if (!(object instanceof Reference reference)
                || !JdbcDataSource.class.getName().equals(reference.getClassName())) {
            return null;
        }
        var factory = new JdbcManagedConnectionFactory();
        for (var addresses = reference.getAll(); addresses.hasMoreElements(); ) {
            var address = addresses.nextElement();
            set(factory, address.getType(), String.valueOf(address.getContent()));
        }
        return factory.createConnectionFactory();
    }

    static void set(JdbcManagedConnectionFactory factory, String property, String text) throws NamingException {
        try {
            FactorySetting.set(factory, property, text);
        } catch (ConfigException refused) {
            var failure = new NamingException(refused.getMessage());
            failure.initCause(refused);
            throw failure;
        }
    }
}
