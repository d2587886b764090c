package dev.berth.managed;

import jakarta.resource.spi.ConnectionRequestInfo;
import org.jspecify.annotations.Nullable;

/**
 * What an application asks for with a connection: whose it is to be. Equal requests can share a connection; which
 * database it is does not belong here (7.5.1.2).
 */
public record RequestInfo(@Nullable String user, @Nullable String password) implements ConnectionRequestInfo {

    @Override
    public String toString() {
        return "RequestInfo[" + (user == null ? "no user" : "user " + user) + "]";
    }
}
