package dev.berth.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.Fakes;
import dev.berth.Obligation;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Which failures end a session: by SQLState, by who said so, and down the chain. */
class PostgresDialectTest {

    private final PostgresDialect dialect = new PostgresDialect();
    private final Connection open = Fakes.of(Connection.class, Map.of());
    private final Connection closed =
            Fakes.of(Connection.class, Map.of("isClosed", (proxy, method, arguments) -> true));

    private static SQLException byServer(String severity, String state) {
        return new PSQLException(new ServerErrorMessage("S" + severity + "\0C" + state + "\0Mtext\0"));
    }

    @TestFactory
    @Obligation({24, 25})
    Stream<DynamicTest> by_state_and_severity() {
        return Stream.of(
                        Map.entry(byServer("FATAL", "57P01"), true),
                        Map.entry(byServer("FATAL", "57P02"), true),
                        Map.entry(byServer("FATAL", "57P03"), true),
                        Map.entry(byServer("FATAL", "57P04"), true),
                        Map.entry(byServer("FATAL", "57P05"), true),
                        Map.entry(byServer("FATAL", "25P03"), true),
                        Map.entry(byServer("FATAL", "25P04"), true),
                        Map.entry(byServer("FATAL", "08P01"), true),
                        Map.entry(byServer("ERROR", "08006"), false),
                        Map.entry(byServer("FEHLER", "08001"), false),
                        Map.entry(byServer("ERROR", "57P01"), false),
                        Map.entry(byServer("ERROR", "57014"), false),
                        Map.entry(byServer("ERROR", "40001"), false),
                        Map.entry(byServer("ERROR", "25P02"), false),
                        Map.entry(new SQLException("the wire", "08006"), true),
                        Map.entry(new SQLException("ours", "08003"), true),
                        Map.entry(new SQLException("no state"), false))
                .map(expected -> DynamicTest.dynamicTest(
                        expected.getKey().getMessage() + " " + expected.getKey().getSQLState(),
                        () -> assertEquals(expected.getValue(), dialect.isFatal(expected.getKey(), open))));
    }

    @Test
    @Obligation(24)
    void down_the_causes_and_the_next_exceptions() {
        var outer = new SQLException("a batch", "23505");
        outer.setNextException(new SQLException("the wire", "08006"));
        assertTrue(dialect.isFatal(outer, open));
        assertTrue(dialect.isFatal(new SQLException("outer", new SQLException("the wire", "08006")), open));
        var circle = new SQLException("round");
        circle.setNextException(new SQLException("and round", circle));
        assertFalse(dialect.isFatal(circle, open));
    }

    @Test
    @Obligation(24)
    void any_failure_of_a_connection_that_the_driver_has_closed() {
        assertTrue(dialect.isFatal(byServer("ERROR", "42601"), closed));
    }

    @Test
    @Obligation({50, 51})
    void an_identifier_is_the_branch_and_back_and_a_foreign_one_is_nobodys() {
        var id = new BranchId(-1, new byte[] {0, -1, 127}, new byte[0]);
        assertEquals(Optional.of(id), PostgresGid.parse(PostgresGid.of(id)));
        for (var foreign :
                new String[] {"", "x", "1_2", "1__=_", "99999999999_AA==_AA==", "1_A_A", "1_AA==_AB==", "a_b_c"}) {
            assertEquals(Optional.empty(), PostgresGid.parse(foreign), foreign);
        }
    }
}
