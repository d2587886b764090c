package dev.berth.managed;

import dev.berth.config.ConfigException;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Refuses a name that is not known, and says which one was probably meant. */
public final class NearestName {

    private NearestName() {}

    /** Refuses the first of {@code given} that is not in {@code known}; nothing known means nothing is checked. */
    static void check(String property, Collection<String> given, Collection<String> known) {
        if (known.isEmpty()) {
            return;
        }
        for (var name : given) {
            if (!known.contains(name)) {
                throw new ConfigException(
                        property,
                        "the driver knows no property '" + name + "'"
                                + of(name, known)
                                        .map(near -> ": did you mean " + near + "?")
                                        .orElse("")
                                + ": correct or remove it");
            }
        }
    }

    /** The nearest of those that are known, where it is near enough to have been meant. */
    public static Optional<String> of(String name, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt((String other) -> distance(name, other)))
                .filter(near -> distance(name, near) <= Math.max(2, name.length() / 2));
    }

    /** Levenshtein's. */
    private static int distance(String one, String other) {
        var a = one.toLowerCase(Locale.ROOT);
        var b = other.toLowerCase(Locale.ROOT);
        var row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
