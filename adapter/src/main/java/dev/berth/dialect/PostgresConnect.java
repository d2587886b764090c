package dev.berth.dialect;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
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
        put(all, "socketTimeout", seconds(whileConnecting(settings)));
        // asked first, and by default half of what a silent host may take then
        put(
                all,
                "sslResponseTimeout",
                Long.toString(Math.min(5_000, settings.connectTimeout().toMillis() / 2)));
        put(all, "tcpKeepAlive", "true"); // finds a dead peer under a long statement
        // the name travels with the start then: no round trip for it, and RESET ALL and DISCARD ALL keep it
        put(all, "assumeMinServerVersion", settings.pooler() ? null : "13"); // poolers refuse what comes with it
        // a pooler gives the next transaction another session, which knows nothing of what was prepared
        put(all, "prepareThreshold", settings.transactionPooler() ? "0" : null);
        return all;
    }

    /**
     * A host that accepts and says nothing is passed over for the next one by nothing else: connectTimeout ends with the
     * accepting, and loginTimeout ends it all.
     */
    private static Duration whileConnecting(ConnectSettings settings) {
        var always = settings.socketTimeout();
        return always.isZero() || always.compareTo(settings.connectTimeout()) > 0 ? settings.connectTimeout() : always;
    }

    /** From now on an answer may take as long as it is configured to. */
    static void connected(Connection connection, ConnectSettings settings, Set<String> given) throws SQLException {
        if (!given.contains("socketTimeout")) {
            connection.setNetworkTimeout(
                    Runnable::run, (int) Math.min(settings.socketTimeout().toMillis(), Integer.MAX_VALUE));
        }
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
