package dev.berth.dialect;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What every connection gets, by the names of the driver's properties or those of its DataSource beans. */
final class PostgresConnect {

    private PostgresConnect() {}

    /** As properties of the driver. */
    static Map<String, String> properties(ConnectSettings settings) {
        var all = common(settings);
        put(all, "loginTimeout", seconds(settings.loginTimeout()));
        put(all, "ApplicationName", settings.applicationName());
        put(all, "sslmode", sslMode(settings.sslMode()));
        put(all, "sslrootcert", settings.sslRootCert());
        return all;
    }

    /** As properties of a bean; the login timeout is a method of every DataSource. */
    static Map<String, String> beans(ConnectSettings settings) {
        var all = common(settings);
        put(all, "applicationName", settings.applicationName());
        put(all, "sslMode", sslMode(settings.sslMode()));
        put(all, "sslRootCert", settings.sslRootCert());
        return all;
    }

    private static Map<String, String> common(ConnectSettings settings) {
        var all = new LinkedHashMap<String, String>();
        put(all, "connectTimeout", seconds(settings.connectTimeout()));
        put(all, "socketTimeout", settings.socketTimeout().isZero() ? null : seconds(settings.socketTimeout()));
        put(all, "tcpKeepAlive", "true"); // finds a dead peer under a long statement
        // the name travels with the start then: no round trip for it, and RESET ALL and DISCARD ALL keep it
        put(all, "assumeMinServerVersion", settings.pooler() ? null : "13"); // poolers refuse what comes with it
        // a pooler gives the next transaction another session, which knows nothing of what was prepared
        put(all, "prepareThreshold", settings.transactionPooler() ? "0" : null);
        return all;
    }

    private static @Nullable String sslMode(@Nullable String mode) {
        if (mode != null && !PostgresSettings.sslModes().contains(mode)) {
            throw new IllegalArgumentException(
                    "The sslMode '" + mode + "' is none of " + String.join(", ", PostgresSettings.sslModes()));
        }
        return mode;
    }

    /** What is not zero stays so. */
    private static String seconds(Duration duration) {
        return Long.toString(duration.plusMillis(999).toSeconds());
    }

    private static void put(Map<String, String> all, String name, @Nullable String value) {
        if (value != null) {
            all.put(name, value);
        }
    }
}
