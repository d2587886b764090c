package dev.berth;

import dev.berth.config.ConfigException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The {@code pool.*} parameters of a URL, and the rest, which is the driver's. */
final class PoolUrl {

    private static final Pattern SETTING = Pattern.compile("([?&;])pool\\.([^=&;]*)(?:=([^&;]*))?");

    /** They would get into logs, or contradict the URL that they stand in. */
    private static final Set<String> NOT_HERE = Set.of(
            "password",
            "dataSource.password",
            "jdbcUrl",
            "url",
            "connectionURL",
            "dataSourceClassName",
            "dataSourceClass",
            "driverProperties");

    private PoolUrl() {}

    /** Without them. */
    static String driverPart(String url) {
        var rest = SETTING.matcher(url).replaceAll(found -> found.group(1).equals("?") ? "?" : "");
        return rest.replace("?&", "?").replaceFirst("\\?$", "");
    }

    /** Them, without the prefix. */
    static Map<String, String> settings(String url) {
        var settings = new LinkedHashMap<String, String>();
        for (var found = SETTING.matcher(url); found.find(); ) {
            var name = found.group(2);
            if (NOT_HERE.contains(name)) {
                throw new ConfigException(
                        name, "does not belong into a URL: use the builder's method, or a property, of that name");
            }
            var value = found.group(3);
            if (value == null || value.isEmpty()) {
                throw new ConfigException(name, "has no value in the URL: write pool." + name + "=value");
            }
            if (settings.put(name, decoded(name, value)) != null) {
                throw new ConfigException(name, "stands twice in the URL: keep one");
            }
        }
        return settings;
    }

    private static String decoded(String name, String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException wrong) {
            throw new ConfigException(name, "'" + value + "' is not encoded as a URL has it: write a % as %25", wrong);
        }
    }
}
