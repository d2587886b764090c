package dev.berth.config;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the next user of a session does not inherit. */
public enum Reset {
    /** What was changed by calls of JDBC. */
    SETTINGS,
    /** Also what statements left behind, as far as their text tells. */
    SESSION,
    /** Everything that the database knows of. */
    DISCARD;

    static Reset of(@Nullable String text) {
        return valueOf(Checked.choice("reset", text, List.of("settings", "session", "discard"))
                .toUpperCase(Locale.ROOT));
    }
}
