package dev.berth;

import dev.berth.config.ConfigException;
import dev.berth.config.RawConfig;
import dev.berth.managed.NearestName;
import jakarta.resource.spi.ConfigProperty;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The bean's properties by name, from text and as text. */
final class FactorySetting {

    private static final List<RecordComponent> COMPONENTS = List.of(RawConfig.class.getRecordComponents());

    private FactorySetting() {}

    /** The name of each. */
    static Set<String> names() {
        var names = new TreeSet<String>();
        COMPONENTS.forEach(component -> names.add(component.getName()));
        return names;
    }

    /** Those that have a value, as text. */
    static Map<String, String> all(RawConfig properties) {
        var all = new LinkedHashMap<String, String>();
        for (var component : COMPONENTS) {
            try {
                var value = component.getAccessor().invoke(properties);
                if (value != null) {
                    all.put(component.getName(), value.toString());
                }
            } catch (ReflectiveOperationException impossible) {
                throw new IllegalStateException(component + " of a public record", impossible);
            }
        }
        return all;
    }

    /**
     * Sets one. A time may have its unit with it, as {@code 30s}; a number alone is of the unit that the README says.
     *
     * @throws ConfigException when there is no such property, or the text is no value of it
     */
    static void set(JdbcManagedConnectionFactory factory, String property, String text) {
        var component = COMPONENTS.stream()
                .filter(one -> one.getName().equals(property))
                .findFirst()
                .orElseThrow(() -> unknown(property, names()));
        var setter = "set" + property.substring(0, 1).toUpperCase(Locale.ROOT) + property.substring(1);
        for (var method : JdbcManagedConnectionFactory.class.getMethods()) {
            if (method.getName().equals(setter)) {
                try {
                    method.invoke(factory, converted(component, text));
                } catch (ReflectiveOperationException refused) {
                    if (refused.getCause() instanceof RuntimeException own) { // it is in use already
                        throw own;
                    }
                    throw new IllegalStateException(setter + " of a public class", refused);
                }
            }
        }
    }

    static ConfigException unknown(String property, Set<String> known) {
        return new ConfigException(
                property,
                "there is no property of that name"
                        + NearestName.of(property, known)
                                .map(near -> ": did you mean " + near + "?")
                                .orElse("")
                        + ": correct or remove it");
    }

    private static Object converted(RecordComponent component, String text) {
        var name = component.getName();
        if (component.getType() == boolean.class) {
            return yes(name, text);
        }
        return component.getType() == int.class ? number(name, text) : text;
    }

    /** True or false; anything else would silently be false. */
    static boolean yes(String property, String text) {
        var word = text.strip().toLowerCase(Locale.ROOT);
        if (!word.equals("true") && !word.equals("false")) {
            throw new ConfigException(property, "'" + text + "' is neither true nor false: write one of them");
        }
        return word.equals("true");
    }

    private static int number(String property, String text) {
        var unit = unit(property);
        return unit == null
                ? TimeText.number(property, text)
                : TimeText.in(unit, property, TimeText.parse(property, text, unit));
    }

    /** Of a property that is a time; null for any other. */
    static @Nullable Duration unit(String property) {
        return Arrays.stream(JdbcManagedConnectionFactory.class.getDeclaredFields())
                .filter(field -> field.getName().equals(property))
                .map(field -> field.getAnnotation(ConfigProperty.class))
                .filter(annotation -> annotation != null)
                .map(annotation -> TimeText.unit(annotation.description()[0]))
                .filter(unit -> unit != null)
                .findFirst()
                .orElse(null);
    }
}
