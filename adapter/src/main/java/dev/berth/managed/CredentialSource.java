package dev.berth.managed;

import dev.berth.config.ConfigException;
import dev.berth.config.Credentials;
import dev.berth.config.CredentialsProvider;
import dev.berth.config.JdbcConfig;
import dev.berth.config.Placeholders;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whom a new physical connection is opened as: looked up each time anew, where the configuration says where. */
final class CredentialSource {

    /** User and password as they are now, and for how long from now. */
    record Current(Credentials credentials, @Nullable Duration left) {}

    private final JdbcConfig config;
    private final @Nullable CredentialsProvider provider;

    CredentialSource(JdbcConfig config) {
        this.config = config;
        var className = config.connecting().credentialsProvider();
        this.provider =
                className == null ? null : Services.named(CredentialsProvider.class, "credentialsProvider", className);
    }

    /**
     * The credentials as they are now.
     *
     * @throws ConfigException when a placeholder names nothing
     * @throws SQLException with SQLState 28000 when the provider fails
     */
    Current current(Credentials wanted) throws SQLException {
        if (provider == null || !wanted.configured()) {
            return new Current(wanted.resolved(), null);
        }
        var user = wanted.user() == null ? null : Placeholders.resolve("userName", wanted.user());
        try {
            var supplied = provider.supply(config.database(), user);
            return new Current(Credentials.given(supplied.user(), supplied.password()), left(supplied.expiry()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw failed(interrupted);
        } catch (Exception failure) { // whatever a secret store has: its words, and no more
            throw failed(failure);
        }
    }

    private static @Nullable Duration left(@Nullable Instant expiry) {
        var left = expiry == null ? null : Duration.between(Instant.now(), expiry);
        if (left != null && (left.isNegative() || left.isZero())) {
            throw new IllegalStateException("what it gave has expired at " + expiry);
        }
        return left;
    }

    private SQLException failed(Exception failure) {
        return new SQLInvalidAuthorizationSpecException(
                config.connecting().credentialsProvider() + " (credentialsProvider) gave no credentials: " + failure,
                "28000", // invalid authorization specification
                failure);
    }

    /** Whether another look may find others: a refused password may have been changed a moment ago. */
    boolean mayChange(Credentials wanted) {
        return wanted.configured() && (provider != null || Placeholders.in(wanted.password()));
    }
}
