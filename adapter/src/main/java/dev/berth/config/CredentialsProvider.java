package dev.berth.config;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Gives user and password for each new physical connection, as a secret store, a cloud's token service or a rotating
 * lease has them. An implementation lies beside the adapter, is a service ({@link java.util.ServiceLoader}), and is
 * chosen by its class name in the property {@code credentialsProvider}. It is asked by several threads at once, within
 * {@code loginTimeout} at best; what it throws is the failure of the borrow, and must hold no secret.
 */
public interface CredentialsProvider {

    /**
     * Credentials that are good now.
     *
     * @param database the database without a secret, as logs call it
     * @param userName the configured user, with its placeholders looked up; null where none is configured
     */
    Supplied supply(String database, @Nullable String userName) throws Exception;

    /**
     * User and password, and until when they are good.
     *
     * @param expiry connections that were opened with them are replaced before; null: they do not expire
     */
    record Supplied(String user, String password, @Nullable Instant expiry) {

        @Override
        public String toString() {
            return "Supplied[user " + user + (expiry == null ? "" : ", until " + expiry) + "]";
        }
    }
}
