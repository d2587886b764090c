package dev.berth.config;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is done about a database that does not give what is configured, when the adapter is deployed. */
public enum CheckOnStart {
    WARN,
    FAIL,
    OFF;

    static CheckOnStart of(@Nullable String text) {
        return valueOf(Checked.choice("checkOnStart", text, List.of("warn", "fail", "off"))
                .toUpperCase(Locale.ROOT));
    }
}
