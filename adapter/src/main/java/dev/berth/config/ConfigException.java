package dev.berth.config;

import java.io.Serial;

/** A property that cannot be used: the message names it, its value (never a secret), the rule and what to do. */
public final class ConfigException extends IllegalArgumentException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String property;

    public ConfigException(String property, String text) {
        super(property + ": " + text);
        this.property = property;
    }

    public ConfigException(String property, String text, Throwable cause) {
        super(property + ": " + text, cause);
        this.property = property;
    }

    /** The property by its name on the bean. */
    public String property() {
        return property;
    }
}
