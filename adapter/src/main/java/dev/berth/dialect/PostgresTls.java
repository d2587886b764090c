package dev.berth.dialect;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether what travels can be read or answered by somebody in between. */
final class PostgresTls {

    private PostgresTls() {}

    static Optional<String> weakness(
            @Nullable String url, Map<String, String> driverProperties, @Nullable String sslMode) {
        var far = hosts(url, driverProperties).stream()
                .filter(host -> !isLoopback(host))
                .toList();
        if (far.isEmpty()) {
            return Optional.empty();
        }
        var mode = PostgresSettings.sslMode(url, merged(driverProperties, sslMode));
        var weakness = mode.map(PostgresTls::meaning).orElse("");
        return weakness.isEmpty()
                ? Optional.empty()
                : Optional.of("TLS with " + String.join(", ", far) + " is " + mode.get() + ": " + weakness
                        + ". Set sslMode to verify-full, and sslRootCert to the file of the authority that signed the"
                        + " server's certificate");
    }

    private static String meaning(String mode) {
        return switch (mode) {
            case "disable" -> "everything travels in the clear";
            case "allow", "prefer" -> "whoever stands in between can have everything sent in the clear";
            case "require" -> "whoever stands in between can pass for the server";
            case "verify-ca" -> "any server of the same authority can pass for this one";
            default -> "";
        };
    }

    /** The user's own behind the setting, under the driver's names: a bean's differ in their case. */
    private static Map<String, String> merged(Map<String, String> driverProperties, @Nullable String sslMode) {
        var properties = new HashMap<String, String>();
        if (sslMode != null) {
            properties.put("sslmode", sslMode);
        }
        driverProperties.forEach((name, value) -> {
            var lower = name.toLowerCase(Locale.ROOT);
            if (lower.equals("sslmode") || lower.equals("ssl")) {
                properties.put(lower, value);
            }
        });
        return properties;
    }

    private static List<String> hosts(@Nullable String url, Map<String, String> driverProperties) {
        if (url != null) {
            return PostgresUrl.hosts(url);
        }
        var names = driverProperties.getOrDefault("serverName", driverProperties.getOrDefault("serverNames", ""));
        return PostgresUrl.hasPlaceholder(names) ? List.of() : List.of(names.split("\\s*,\\s*", -1));
    }

    /** By its letters alone: a name that needs a look-up can be answered by anybody. */
    private static boolean isLoopback(String hostAndPort) {
        var host = hostAndPort.replaceFirst("(?<=[^:]):\\d+$", "").replaceAll("[\\[\\]]", "");
        return host.isEmpty()
                || host.equalsIgnoreCase("localhost")
                || host.matches("127(\\.\\d{1,3}){1,3}")
                || host.matches("(0{0,4}:){2,7}0{0,3}1") // ::1 in any spelling
                || host.startsWith("/"); // a socket of this machine
    }
}
