package dev.berth.managed;

import jakarta.resource.spi.ConnectionRequestInfo;
import org.jspecify.annotations.Nullable;

/**
 * What an application asks for with a connection: whose it is to be. Equal requests can share a connection; which
 * database it is does not belong here (7.5.1.2).
 */
public record RequestInfo(@Nullable String user, @Nullable String password) implements ConnectionRequestInfo {

    /**
     * Nobody in particular: whom the configuration names. Said in so many words, since a pool may take null for
     * "the same as whoever asked first".
     */
    public static final RequestInfo CONFIGURED = new RequestInfo(null, null);

    @Override
    public String toString() {
        return "RequestInfo[" + (user == null ? "no user" : "user " + user) + "]";
    }

    /** Whether it asks for the configured identity: there is none, or it has no user. */
    static boolean isConfigured(@Nullable ConnectionRequestInfo request) {
        return request == null || request instanceof RequestInfo info && info.user() == null;
    }
}
