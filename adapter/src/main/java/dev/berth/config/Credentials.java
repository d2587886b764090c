package dev.berth.config;

import org.jspecify.annotations.Nullable;

/**
 * Whom a physical connection belongs to. Two are equal when both were written the same, and came from the same kind of
 * place: what a caller gives is taken literally, what the configuration says may hold placeholders.
 *
 * @param configured whether it stands in the configuration
 */
public record Credentials(@Nullable String user, @Nullable String password, boolean configured) {

    /** As a caller gives them: by a Subject or with a request. */
    public static Credentials given(@Nullable String user, @Nullable String password) {
        return new Credentials(user, password, false);
    }

    /**
     * With every placeholder of the configuration looked up now.
     *
     * @throws ConfigException when one of them names nothing
     */
    public Credentials resolved() {
        if (!configured) {
            return this;
        }
        return given(
                user == null ? null : Placeholders.resolve("userName", user),
                password == null ? null : Placeholders.resolve("password", password));
    }

    @Override
    public String toString() {
        return user == null ? "no user" : "user " + user;
    }
}
