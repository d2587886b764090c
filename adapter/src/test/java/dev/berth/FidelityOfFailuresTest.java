package dev.berth;

import static dev.berth.Fidelity.query;
import static jakarta.resource.spi.ConnectionEvent.CONNECTION_ERROR_OCCURRED;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.berth.Fidelity.Case;
import java.sql.Connection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.postgresql.util.PSQLException;

/** Failures: the application gets the driver's own, unchanged. */
@Obligation({24, 25, 101})
class FidelityOfFailuresTest {

    private static final List<Case> CASES = List.of(
            new Case("a value that is none", "22P02", c -> query(c, "SELECT 'x'::int")),
            new Case("a conversion that cannot be", "22003", c -> {
                try (var rows = c.createStatement().executeQuery("SELECT 'x'")) {
                    rows.next();
                    return rows.getInt(1);
                }
            }),
            new Case("no such column", "42703", c -> {
                try (var rows = c.createStatement().executeQuery("SELECT 1 AS a")) {
                    rows.next();
                    return rows.getInt("b");
                }
            }),
            new Case(
                    "before the first row",
                    "24000",
                    c -> c.createStatement().executeQuery("SELECT 1").getInt(1)),
            new Case(
                    "a parameter that is not set",
                    "22023",
                    c -> c.prepareStatement("SELECT ?").executeQuery()),
            new Case("an unsupported creator", "0A000", Connection::createBlob),
            new Case("an unsupported struct", "0A000", c -> c.createStruct("x", new Object[0])));

    @TestFactory
    Stream<DynamicTest> failures_are_those_of_the_driver() {
        return Fidelity.tests(CASES);
    }

    @Test
    @Obligation(24)
    void a_listener_and_the_application_get_the_very_same_exception() throws Exception {
        try (var lease = Lease.open()) {
            var handle = lease.handle();
            TestPostgres.endBackend(Lease.backend(handle));
            var failure = assertThrows(PSQLException.class, () -> Lease.run(handle, "SELECT 1"));
            assertSame(
                    failure,
                    lease.listener.events(CONNECTION_ERROR_OCCURRED).get(0).getException());
        }
    }
}
