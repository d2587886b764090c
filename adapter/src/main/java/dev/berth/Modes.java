package dev.berth;

import dev.berth.config.ConfigException;
import dev.berth.config.RawConfig;
import dev.berth.pool.PoolMode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How the connections of a database are best kept, where that is left to us. */
final class Modes {

    /** Each connection has a database of its own: H2, HSQLDB and Derby name those in memory that are shared. */
    private static final Pattern OF_ITS_OWN =
            Pattern.compile("jdbc:(h2:mem:(;.*)?|sqlite:(:memory:.*|\\?.*)?)", Pattern.CASE_INSENSITIVE);

    private Modes() {}

    static PoolMode of(String name, String text) {
        var word = text.strip().toUpperCase(Locale.ROOT);
        return Arrays.stream(PoolMode.values())
                .filter(mode -> mode.name().equals(word))
                .findFirst()
                .orElseThrow(() -> new ConfigException(
                        name, "'" + text + "' is none of " + List.of("auto", "pooled", "none", "static")));
    }

    /** The mode that is meant. */
    static PoolMode resolve(PoolMode asked, RawConfig factory) {
        if (asked != PoolMode.AUTO) {
            return asked;
        }
        if (isOfItsOwn(factory.connectionURL())) {
            return PoolMode.STATIC;
        }
        return factory.poolerMode().strip().equalsIgnoreCase("none") ? PoolMode.POOLED : PoolMode.NONE;
    }

    private static boolean isOfItsOwn(@Nullable String url) {
        return url != null && OF_ITS_OWN.matcher(url.strip()).matches();
    }

    /**
     * A static connection is never replaced for its age: what is in memory would be gone with it.
     *
     * @throws ConfigException where an age is configured all the same
     */
    static void keepForGood(JdbcManagedConnectionFactory factory) {
        int configured = factory.raw().maxLifetime();
        if (configured != 0
                && configured != new JdbcManagedConnectionFactory().raw().maxLifetime()) {
            throw new ConfigException(
                    "maxLifetime",
                    configured + " s would end the one connection of mode=static, and what is in memory with it: leave"
                            + " it out, or take another mode");
        }
        factory.setMaxLifetime(0);
    }
}
