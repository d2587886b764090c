package dev.berth.config;

import java.time.Duration;
import java.util.List;

/**
 * What is watched and told.
 *
 * @param leakThreshold how long a connection may be out; zero: for ever
 * @param abortsLeaks whether its session is ended then
 * @param slowStatement from what duration a statement is logged; zero: none is
 * @param logParameters whether with its parameters
 * @param checkOnStart what is done about a database that does not give what is configured
 * @param plannedConnections how many there may be on all servers together; 0: unknown
 */
public record Observation(
        Duration leakThreshold,
        boolean abortsLeaks,
        Duration slowStatement,
        boolean logParameters,
        CheckOnStart checkOnStart,
        int plannedConnections) {

    public Observation {
        if (abortsLeaks && leakThreshold.isZero()) {
            throw new ConfigException(
                    "leakAction",
                    "abort needs to know after how long: set leakDetectionThreshold above 0, or take log");
        }
        if (logParameters && slowStatement.isZero()) {
            throw new ConfigException(
                    "logParameters",
                    "true has nothing to be logged with: set slowStatementThreshold above 0, or false");
        }
    }

    static Observation of(RawConfig raw) {
        return new Observation(
                Checked.seconds("leakDetectionThreshold", raw.leakDetectionThreshold(), 0, 86_400),
                Checked.choice("leakAction", raw.leakAction(), List.of("log", "abort"))
                        .equals("abort"),
                Checked.milliseconds("slowStatementThreshold", raw.slowStatementThreshold(), 3_600_000),
                raw.logParameters(),
                CheckOnStart.of(raw.checkOnStart()),
                Checked.number("plannedConnections", raw.plannedConnections(), 0, 100_000, "connections"));
    }
}
