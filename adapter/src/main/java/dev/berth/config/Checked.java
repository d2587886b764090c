package dev.berth.config;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values of properties, in their bounds or refused. */
final class Checked {

    private Checked() {}

    /** Without blanks around it; nothing where there is nothing else. */
    static @Nullable String text(@Nullable String value) {
        return value == null || value.isBlank() ? null : value.strip();
    }

    static int number(String property, int value, int least, int most, String unit) {
        if (value < least || value > most) {
            throw new ConfigException(property, value + " is not between " + least + " and " + most + " " + unit);
        }
        return value;
    }

    static Duration seconds(String property, int value, int least, int most) {
        return Duration.ofSeconds(number(property, value, least, most, "seconds"));
    }

    static Duration milliseconds(String property, int value, int most) {
        return Duration.ofMillis(number(property, value, 0, most, "milliseconds"));
    }

    static String choice(String property, @Nullable String value, List<String> choices) {
        if (value == null || !choices.contains(value)) {
            throw new ConfigException(
                    property, "'" + value + "' is none of " + String.join(", ", choices) + ": take one of them");
        }
        return value;
    }
}
