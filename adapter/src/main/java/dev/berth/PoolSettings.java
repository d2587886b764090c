package dev.berth;

import dev.berth.config.ConfigException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;

/** The pool's own settings by name, from text. A number alone is of milliseconds, as HikariCP has it. */
final class PoolSettings {

    private static final Duration MILLISECOND = Duration.ofMillis(1);

    /** Sets one on a builder. */
    @FunctionalInterface
    interface Setting {
        void set(PoolBuilder builder, String name, String text);
    }

    static final Map<String, Setting> ALL = Map.of(
            "mode", (builder, name, text) -> builder.mode(Modes.of(name, text)),
            "autoCommit", (builder, name, text) -> builder.autoCommit(FactorySetting.yes(name, text)),
            "maximumPoolSize", number(PoolBuilder::maximumPoolSize),
            "minimumIdle", number(PoolBuilder::minimumIdle),
            "overflow", number(PoolBuilder::overflow),
            "maxWaiting", number(PoolBuilder::maxWaiting),
            "connectionTimeout", time(PoolBuilder::connectionTimeout),
            "idleTimeout", time(PoolBuilder::idleTimeout),
            "housekeepingPeriod", time(PoolBuilder::housekeepingPeriod),
            "order", (builder, name, text) -> builder.fifo(fifo(name, text)));

    private PoolSettings() {}

    private static Setting number(BiConsumer<PoolBuilder, Integer> method) {
        return (builder, name, text) -> method.accept(builder, TimeText.number(name, text));
    }

    private static Setting time(BiConsumer<PoolBuilder, Duration> method) {
        return (builder, name, text) -> method.accept(builder, TimeText.parse(name, text, MILLISECOND));
    }

    private static boolean fifo(String name, String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "fifo" -> true;
            case "lifo" -> false;
            default -> throw new ConfigException(name, "'" + text + "' is none of lifo, fifo: take one of them");
        };
    }
}
