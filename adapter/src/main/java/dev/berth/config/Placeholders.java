package dev.berth.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Values that stand elsewhere: {@code ${env:NAME}} and {@code ${file:/path}}; with a hash in place of the dollar too, for
 * servers that take every dollar for an expression of their own (IronJacamar does, and knows no escape). They stay in the configuration as they
 * are written, so that equality, logs and references see the text, and are looked up for each physical connection.
 */
public final class Placeholders {

    private static final Pattern PLACEHOLDER = Pattern.compile("[$#]\\{(env|file):([^}]*)}");

    private Placeholders() {}

    /** Whether the text holds a placeholder. */
    public static boolean in(@Nullable String text) {
        return text != null && PLACEHOLDER.matcher(text).find();
    }

    /** Whether the text is made of placeholders alone, so that it holds no secret itself. */
    public static boolean only(String text) {
        return in(text) && PLACEHOLDER.matcher(text).replaceAll("").isBlank();
    }

    /**
     * The text with every placeholder replaced by what it names now; of a file, without the line end at its end.
     *
     * @throws ConfigException when the variable is not set or the file cannot be read
     */
    public static String resolve(String property, String text) {
        return resolve(property, text, System::getenv);
    }

    static String resolve(String property, String text, UnaryOperator<@Nullable String> environment) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        found.group(1).equals("env")
                                ? variable(property, found.group(2), environment)
                                : file(property, found.group(2))));
    }

    private static String variable(String property, String name, UnaryOperator<@Nullable String> environment) {
        var value = environment.apply(name);
        if (value == null) {
            throw new ConfigException(
                    property,
                    "the environment variable " + name + " is not set: set it in the environment of the server, or"
                            + " change ${env:" + name + "}");
        }
        return value;
    }

    private static String file(String property, String path) {
        try {
            return Files.readString(Path.of(path)).replaceFirst("\\R\\z", "");
        } catch (IOException | InvalidPathException unreadable) {
            throw new ConfigException(
                    property,
                    "the file of ${file:" + path + "} cannot be read ("
                            + unreadable.getClass().getSimpleName()
                            + "): give the server's user a readable file of that name",
                    unreadable);
        }
    }
}
