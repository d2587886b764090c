package dev.berth;

import dev.berth.config.JdbcConfig;

/** The checked configuration of a factory, for tests below it. */
public final class Configs {

    private Configs() {}

    public static JdbcConfig of(JdbcManagedConnectionFactory factory) {
        return JdbcConfig.of(factory.raw());
    }
}
