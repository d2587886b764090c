package dev.berth.dialect;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.jdbc.SslMode;
import org.postgresql.util.PSQLException;

/** What pgjdbc makes of a URL and properties: what stands in the URL goes before the properties. */
final class PostgresSettings {

    private PostgresSettings() {}

    static List<String> urlHosts(String url) {
        return list(parsed(url).getProperty(PGProperty.PG_HOST.getName()));
    }

    static List<String> urlPorts(String url) {
        return list(parsed(url).getProperty(PGProperty.PG_PORT.getName()));
    }

    private static List<String> list(@Nullable String value) {
        return value == null ? List.of() : List.of(value.split(",", -1));
    }

    static @Nullable String urlDatabase(String url) {
        var name = parsed(url).getProperty(PGProperty.PG_DBNAME.getName());
        return name == null || name.isEmpty() ? null : name;
    }

    static @Nullable String targetServerType(@Nullable String url, Map<String, String> properties) {
        return PGProperty.TARGET_SERVER_TYPE.getOrDefault(parsed(url, properties));
    }

    /** As the driver's documentation writes it; empty when it would refuse the word. */
    static Optional<String> sslMode(@Nullable String url, Map<String, String> properties) {
        try {
            return Optional.of(SslMode.of(parsed(url, properties)).value);
        } catch (PSQLException unknown) {
            return Optional.empty();
        }
    }

    static List<String> sslModes() {
        return Stream.of(SslMode.values()).map(mode -> mode.value).toList();
    }

    /** Empty for a URL that the driver refuses. */
    private static Properties parsed(String url) {
        var parsed = Driver.parseURL(url, null);
        return parsed == null ? new Properties() : parsed;
    }

    /** With the query of the URL alone: its hosts may be placeholders, which the driver would refuse. */
    private static Properties parsed(@Nullable String url, Map<String, String> properties) {
        var text = url == null ? "" : url;
        int query = text.indexOf('?');
        var given = new Properties();
        given.putAll(properties);
        var parsed = Driver.parseURL("jdbc:postgresql:any" + (query < 0 ? "" : text.substring(query)), given);
        return parsed == null ? given : parsed;
    }
}
