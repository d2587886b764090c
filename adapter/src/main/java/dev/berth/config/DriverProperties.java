package dev.berth.config;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The property {@code driverProperties}: {@code name=value} pairs between semicolons or line ends. */
final class DriverProperties {

    private static final Pattern SECRET = Pattern.compile("password|passwd|pwd|secret|token");

    private DriverProperties() {}

    static Map<String, String> parse(@Nullable String text) {
        var pairs = new TreeMap<String, String>();
        if (text != null) {
            text.lines()
                    .flatMap(line -> Pattern.compile(";").splitAsStream(line))
                    .forEach(pair -> {
                        if (!pair.isBlank()) {
                            add(pairs, pair.strip());
                        }
                    });
        }
        return Collections.unmodifiableMap(pairs);
    }

    private static void add(Map<String, String> pairs, String pair) {
        int equals = pair.indexOf('=');
        if (equals < 1) {
            var shown = secret(pair) ? "(a pair that looks like a secret)" : "'" + pair + "'";
            throw new ConfigException(
                    "driverProperties", shown + " is not name=value: write name=value pairs between semicolons");
        }
        var name = pair.substring(0, equals).strip();
        if (name.equalsIgnoreCase("user") || name.equalsIgnoreCase("password")) {
            throw new ConfigException(
                    "driverProperties",
                    name + " does not belong here: use the property "
                            + (name.equalsIgnoreCase("user") ? "userName" : "password"));
        }
        if (pairs.put(name, pair.substring(equals + 1).strip()) != null) {
            throw new ConfigException("driverProperties", name + " stands twice: keep one");
        }
    }

    static boolean secret(String name) {
        return SECRET.matcher(name.toLowerCase(Locale.ROOT)).find();
    }
}
