package dev.berth;

import dev.berth.config.Placeholders;
import dev.berth.config.RawConfig;
import java.lang.reflect.RecordComponent;
import java.util.Hashtable;
import java.util.Locale;
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

    static Reference reference(RawConfig properties) throws NamingException {
        var password = properties.password();
        if (password != null && !Placeholders.only(password)) {
            throw new NamingException("password: a literal one is not written into a Reference: use ${file:/path} or"
                    + " ${env:NAME} as the property's value");
        }
        var reference = new Reference(JdbcDataSource.class.getName(), JdbcObjectFactory.class.getName(), null);
        for (var component : RawConfig.class.getRecordComponents()) {
            var value = value(component, properties);
            if (value != null) {
                reference.add(new StringRefAddr(component.getName(), value.toString()));
            }
        }
        return reference;
    }

    private static @Nullable Object value(RecordComponent component, RawConfig properties) {
        try {
            return component.getAccessor().invoke(properties);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(component + " of a public record", impossible);
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
        var setter = "set" + property.substring(0, 1).toUpperCase(Locale.ROOT) + property.substring(1);
        for (var method : JdbcManagedConnectionFactory.class.getMethods()) {
            if (method.getName().equals(setter) && method.getParameterCount() == 1) {
                try {
                    method.invoke(factory, converted(method.getParameterTypes()[0], text));
                    return;
                } catch (ReflectiveOperationException | NumberFormatException refused) {
                    var failure = new NamingException(property + ": '" + text + "' is not a value that it takes");
                    failure.initCause(refused);
                    throw failure;
                }
            }
        }
        throw new NamingException("'" + property + "' is no property of a connection factory: remove it");
    }

    private static Object converted(Class<?> type, String text) {
        if (type == Integer.class) {
            return Integer.valueOf(text);
        }
        return type == Boolean.class ? Boolean.valueOf(text) : text;
    }
}
