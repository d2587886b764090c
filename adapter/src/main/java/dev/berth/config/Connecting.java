package dev.berth.config;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How physical connections are opened.
 *
 * @param poolName what logs call it; null: by the database
 * @param loginTimeout how long it may take, over all hosts
 * @param connectTimeout how long one host may take to accept
 * @param socketTimeout how long one answer may take, ever; zero: without limit
 * @param concurrency how many at once
 * @param breakerFailures failed attempts in a row until borrows fail at once; 0: never
 * @param breakerMaxDelay the longest pause between two attempts then
 * @param credentialsProvider the class that gives user and password; null: the configuration does
 * @param sslMode as the driver has it; null: its default
 * @param sslRootCert a file; null: the driver's default
 * @param pooler what is between here and the database
 */
public record Connecting(
        @Nullable String poolName,
        Duration loginTimeout,
        Duration connectTimeout,
        Duration socketTimeout,
        int concurrency,
        int breakerFailures,
        Duration breakerMaxDelay,
        @Nullable String credentialsProvider,
        @Nullable String sslMode,
        @Nullable String sslRootCert,
        PoolerMode pooler) {

    private static final List<String> SSL_MODES =
            List.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

    static Connecting of(RawConfig raw) {
        return new Connecting(
                Checked.text(raw.poolName()),
                Checked.seconds("loginTimeout", raw.loginTimeout(), 1, 3600),
                Checked.seconds("connectTimeout", raw.connectTimeout(), 1, 3600),
                Checked.seconds("socketTimeout", raw.socketTimeout(), 0, 86_400),
                Checked.number("connectConcurrency", raw.connectConcurrency(), 1, 100, "connections"),
                Checked.number("breakerFailures", raw.breakerFailures(), 0, 1000, "failures"),
                Checked.seconds("breakerMaxDelay", raw.breakerMaxDelay(), 1, 300),
                Checked.text(raw.credentialsProvider()),
                sslMode(Checked.text(raw.sslMode()), Checked.text(raw.sslRootCert())),
                Checked.text(raw.sslRootCert()),
                PoolerMode.of(raw.poolerMode()));
    }

    /** Who gives a certificate to verify by wants it done: the driver's own default would not look at it. */
    private static @Nullable String sslMode(@Nullable String mode, @Nullable String rootCert) {
        if (mode == null) {
            return rootCert == null ? null : "verify-full";
        }
        if (rootCert != null && SSL_MODES.contains(mode) && !mode.startsWith("verify-")) {
            throw new ConfigException(
                    "sslRootCert",
                    "is not looked at with sslMode=" + mode + ": take verify-full or verify-ca, or leave it out");
        }
        return Checked.choice("sslMode", mode, SSL_MODES);
    }
}
