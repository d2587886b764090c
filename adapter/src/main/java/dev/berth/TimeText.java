package dev.berth;

import dev.berth.config.ConfigException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times and numbers that somebody wrote. */
final class TimeText {

    private static final Pattern WITH_UNIT = Pattern.compile("(-?\\d{1,18})\\s*(ms|s|m|h|d|)");

    private static final Map<String, Duration> UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    private TimeText() {}

    /** As {@code 500ms}, {@code 30s}, {@code 2m}, {@code 1h}, {@code 1d}, {@code PT2S}; a number alone is of the unit. */
    static Duration parse(String property, String text, Duration unit) {
        var plain = text.strip();
        try {
            var parts = WITH_UNIT.matcher(plain.toLowerCase(Locale.ROOT));
            if (parts.matches()) {
                var each = UNITS.getOrDefault(parts.group(2), unit);
                return each.multipliedBy(Long.parseLong(parts.group(1)));
            }
            return Duration.parse(plain);
        } catch (DateTimeException | ArithmeticException none) {
            throw new ConfigException(
                    property,
                    "'" + text
                            + "' is no time: write a number and its unit, as 500ms, 30s or 10m; a number alone is of "
                            + name(unit),
                    none);
        }
    }

    /** So many units of it; refused where something would be left over. */
    static int in(Duration unit, String property, Duration time) {
        long units = time.dividedBy(unit);
        if (units != (int) units) {
            throw new ConfigException(property, shown(time) + " is too long: write a shorter time");
        }
        if (!unit.multipliedBy(units).equals(time)) {
            throw new ConfigException(
                    property,
                    shown(time) + " is not kept: write whole " + name(unit) + ", as " + (units + 1) + suffix(unit));
        }
        return (int) units;
    }

    private static String shown(Duration time) {
        return time.toSeconds() * 1_000L == time.toMillis() ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }

    static int number(String property, String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException none) {
            throw new ConfigException(property, "'" + text + "' is no whole number: write one", none);
        }
    }

    /** The unit that a property is described with; null where it is no time. */
    static @Nullable Duration unit(String description) {
        if (description.startsWith("Seconds")) {
            return Duration.ofSeconds(1);
        }
        return description.startsWith("Milliseconds") ? Duration.ofMillis(1) : null;
    }

    static String suffix(Duration unit) {
        return unit.equals(Duration.ofMillis(1)) ? "ms" : "s";
    }

    private static String name(Duration unit) {
        return unit.equals(Duration.ofMillis(1)) ? "milliseconds" : "seconds";
    }
}
