package dev.berth.dialect;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a URL of pgjdbc says, read by the driver itself, so that there is one truth about it. */
final class PostgresUrl {

    private static final Pattern PLACEHOLDER = Pattern.compile("[$#]\\{"); // not ours to look up

    private PostgresUrl() {}

    /** As {@code host:port}, in the order of the URL. */
    static List<String> hosts(String url) {
        var authority = url.split("\\?", 2)[0];
        if (hasPlaceholder(authority)) {
            return List.of();
        }
        var hosts = PostgresSettings.urlHosts(url);
        var ports = PostgresSettings.urlPorts(url);
        var all = new ArrayList<String>();
        for (int i = 0; i < hosts.size(); i++) {
            all.add(hosts.get(i) + ":" + ports.get(i));
        }
        return all;
    }

    static Set<String> properties(String url) {
        int query = url.indexOf('?');
        var names = new LinkedHashSet<String>();
        if (query >= 0) {
            for (var pair : url.substring(query + 1).split("&", -1)) {
                var name = pair.split("=", 2)[0];
                if (!name.isEmpty()) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    static @Nullable String database(String url) {
        var path = url.split("\\?", 2)[0];
        return hasPlaceholder(path) ? null : PostgresSettings.urlDatabase(url);
    }

    /** Whether sessions with standbys are refused: where they are only less liked, nobody demanded a primary. */
    static boolean wantsPrimary(@Nullable String url, Map<String, String> driverProperties) {
        var type = PostgresSettings.targetServerType(url, driverProperties);
        return "primary".equals(type) || "master".equals(type);
    }

    static boolean hasPlaceholder(String text) {
        return PLACEHOLDER.matcher(text).find();
    }
}
