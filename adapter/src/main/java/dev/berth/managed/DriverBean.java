package dev.berth.managed;

import dev.berth.config.ConfigException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A class of the driver, made by name and set by its JavaBean properties. */
final class DriverBean {

    private static final Map<Class<?>, Function<String, Object>> TYPES = Map.of(
            String.class, text -> text,
            int.class, Integer::valueOf,
            Integer.class, Integer::valueOf,
            long.class, Long::valueOf,
            Long.class, Long::valueOf,
            boolean.class, DriverBean::truth,
            Boolean.class, DriverBean::truth);

    private final Object instance;
    private final Map<String, Method> setters = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    DriverBean(String property, String className) {
        try {
            instance = load(className).getConstructor().newInstance();
        } catch (ReflectiveOperationException | LinkageError impossible) {
            throw new ConfigException(
                    property,
                    "'" + className + "' cannot be made (" + impossible
                            + "): name a public class with a public no-argument constructor, and put its driver beside"
                            + " the adapter",
                    impossible);
        }
        for (var method : instance.getClass().getMethods()) {
            if (method.getName().matches("set[A-Z].*")
                    && method.getParameterCount() == 1
                    && TYPES.containsKey(method.getParameterTypes()[0])) {
                var name = method.getName().substring(3);
                setters.put(name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1), method);
            }
        }
    }

    private static Class<?> load(String className) throws ClassNotFoundException {
        var context = Thread.currentThread().getContextClassLoader();
        try {
            return Class.forName(className, true, DriverBean.class.getClassLoader());
        } catch (ClassNotFoundException notBeside) {
            if (context == null) {
                throw notBeside;
            }
            return Class.forName(className, true, context);
        }
    }

    Object instance() {
        return instance;
    }

    void setUrl(String url) {
        var name = Arrays.stream(new String[] {"URL", "url", "databaseUrl"})
                .filter(setters::containsKey)
                .findFirst()
                .orElseThrow(() -> new ConfigException(
                        "connectionURL",
                        instance.getClass().getName()
                                + " takes no URL: leave connectionURL out and set its own properties by"
                                + " driverProperties"));
        set("connectionURL", name, url);
    }

    /** Sets what the class has by that name, or nothing. */
    void offer(String name, String value) {
        if (setters.containsKey(name)) {
            set("dataSourceClass", name, value);
        }
    }

    void set(String name, String value) {
        NearestName.check("driverProperties", java.util.List.of(name), known(name));
        set("driverProperties", name, value);
    }

    /** Its names, with the given one where it differs in case only. */
    private java.util.Set<String> known(String name) {
        return setters.containsKey(name) ? java.util.Set.of(name) : setters.keySet();
    }

    private void set(String property, String name, String value) {
        var setter = setters.get(name);
        if (setter == null) {
            throw new IllegalStateException("Checked above: " + name);
        }
        var type = setter.getParameterTypes()[0];
        try {
            setter.invoke(instance, converted(type, value));
        } catch (InvocationTargetException | IllegalAccessException | IllegalArgumentException refused) {
            var cause = refused.getCause() == null ? refused : refused.getCause();
            throw new ConfigException(
                    property,
                    "the value of " + name + " is refused by "
                            + instance.getClass().getName() + ": it takes " + type.getSimpleName() + " ("
                            + cause.getClass().getSimpleName() + ")",
                    cause);
        }
    }

    private static @Nullable Object converted(Class<?> type, String value) {
        var conversion = TYPES.get(type);
        return conversion == null ? null : conversion.apply(value);
    }

    private static Object truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        };
    }
}
