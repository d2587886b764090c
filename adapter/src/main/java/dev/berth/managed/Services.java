package dev.berth.managed;

import dev.berth.config.ConfigException;
import java.util.ArrayList;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Finds what lies beside the adapter, by the name of its class. */
final class Services {

    private Services() {}

    /**
     * The one service of that class.
     *
     * @param property which names it, for the message
     * @throws ConfigException when there is none: with those that there are
     */
    static <T> T named(Class<T> type, String property, String className) {
        var seen = new ArrayList<String>();
        for (var loader : DriverConnector.loaders()) {
            var services = ServiceLoader.load(type, loader).iterator();
            try {
                while (services.hasNext()) {
                    var found = services.next();
                    seen.add(found.getClass().getName());
                    if (found.getClass().getName().equals(className)) {
                        return found;
                    }
                }
            } catch (ServiceConfigurationError broken) {
                seen.add("" + broken.getMessage());
            }
        }
        throw new ConfigException(
                property,
                "'" + className + "' is no service " + type.getName() + " beside the adapter (there are: " + seen
                        + "): name it in META-INF/services of its archive, and put that there");
    }
}
