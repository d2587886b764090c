package dev.berth.managed;

import dev.berth.config.ConfigException;
import dev.berth.config.Credentials;
import dev.berth.config.JdbcConfig;
import dev.berth.dialect.Causes;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.CommException;
import jakarta.resource.spi.EISSystemException;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ResourceAllocationException;
import jakarta.resource.spi.RetryableUnavailableException;
import jakarta.resource.spi.SecurityException;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Failures of the driver as the exceptions that the specification names; the SQLState is the error code. */
public final class ResourceFailures {

    private ResourceFailures() {}

    /** No connection could be opened, as that user. */
    static ResourceException cannotConnect(JdbcConfig config, Credentials by, SQLException failure) {
        return of("Cannot connect to " + config.database() + " as " + by, failure);
    }

    /** By SQLState; {@code doing} says what was tried and with what, without a secret. */
    public static ResourceException of(String doing, SQLException failure) {
        var state = Objects.requireNonNullElse(Causes.sqlState(failure), "HY000"); // general error
        var text = doing + ": " + failure.getMessage() + " (SQLState " + state + ")";
        if (failure instanceof NotTried) {
            return with(new RetryableUnavailableException(text), state, failure);
        }
        if (state.startsWith("28")) { // invalid authorization specification
            return with(new SecurityException(text + "; check userName and password"), state, failure);
        }
        if (state.equals("57P03")) { // cannot_connect_now: starting up or shutting down
            return with(new RetryableUnavailableException(text + "; try again"), state, failure);
        }
        if (state.startsWith("53")) { // insufficient resources: too many connections
            return with(
                    new ResourceAllocationException(text + "; lower the pools' sizes or raise the limit"),
                    state,
                    failure);
        }
        if (state.startsWith("08") || state.startsWith("57P")) { // connection exception, operator intervention
            return with(new CommException(text), state, failure);
        }
        return with(new EISSystemException(text), state, failure);
    }

    /** A configuration that cannot be used. */
    public static InvalidPropertyException of(ConfigException failure) {
        return with(
                new InvalidPropertyException(failure.getMessage()), "HY024", failure); // HY024: invalid attribute value
    }

    /** With SQLState and cause: the exceptions have no constructor for both. */
    static <T extends ResourceException> T with(T failure, @Nullable String state, Throwable cause) {
        failure.setErrorCode(state);
        failure.initCause(cause);
        return failure;
    }
}
