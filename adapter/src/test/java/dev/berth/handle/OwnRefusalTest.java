package dev.berth.handle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.Fakes;
import dev.berth.Obligation;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the handles themselves refuse is no failure of the driver, wherever it is raised. */
class OwnRefusalTest {

    @Test
    @Obligation(97)
    void a_statement_that_was_closed_under_its_query_says_nothing_about_the_session() throws Exception {
        var closedMeanwhile = Fakes.of(Statement.class, Map.of("executeQuery", (proxy, method, arguments) -> null));
        var session = new FakeSession(
                Fakes.of(Connection.class, Map.of("createStatement", (proxy, method, arguments) -> closedMeanwhile)));
        var statement = new ConnectionHandle(session).createStatement();
        var refused = assertThrows(SQLException.class, () -> statement.executeQuery("SELECT 1"));
        assertEquals("08003", refused.getSQLState());
        assertTrue(session.told.stream().noneMatch(told -> told.startsWith("failed")), session.told::toString);
    }
}
