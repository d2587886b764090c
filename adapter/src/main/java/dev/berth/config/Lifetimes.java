package dev.berth.config;

import java.time.Duration;

/**
 * How long physical connections are kept, and when they are asked whether they work.
 *
 * @param most how old one gets; zero: for ever
 * @param jitter by how many percent that is shortened at random
 * @param keepalive how long an idle one may go without a question; zero: for ever
 * @param trust how long after an answer it is handed out without a question; zero: never
 * @param validation how long a check may take
 */
public record Lifetimes(Duration most, int jitter, Duration keepalive, Duration trust, Duration validation) {

    static Lifetimes of(RawConfig raw) {
        return new Lifetimes(
                Checked.seconds("maxLifetime", raw.maxLifetime(), 0, 604_800),
                Checked.number("maxLifetimeJitter", raw.maxLifetimeJitter(), 0, 50, "percent"),
                Checked.seconds("keepaliveTime", raw.keepaliveTime(), 0, 86_400),
                Checked.milliseconds("trustWindow", raw.trustWindow(), 60_000),
                Checked.seconds("validationTimeout", raw.validationTimeout(), 1, 3600));
    }
}
