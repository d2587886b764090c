package dev.berth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The pair of servers itself: it replicates, fails over and back. */
@Timeout(60)
class ReplicatedPostgresTest {

    private ReplicatedPostgres servers;

    @BeforeEach
    void start() throws Exception {
        servers = ReplicatedPostgres.start();
        try (var first = teller(servers.firstPort())) {
            Lease.run(first, "CREATE TABLE copied(i int)", "INSERT INTO copied VALUES (1)");
        }
        servers.awaitReplay();
    }

    @AfterEach
    void close() throws Exception {
        servers.close();
    }

    private static Connection teller(int port) throws SQLException {
        return DriverManager.getConnection(ReplicatedPostgres.urlOf(port), TestPostgres.USER, TestPostgres.PASSWORD);
    }

    private static String rows(int port) throws SQLException {
        try (var connection = teller(port)) {
            return Lease.one(connection, "SELECT count(*) FROM copied");
        }
    }

    @Test
    void what_the_first_has_the_second_shows_and_does_not_change() throws Exception {
        assertEquals("1", rows(servers.secondPort()));
        try (var second = teller(servers.secondPort())) {
            var refused = assertThrows(SQLException.class, () -> Lease.run(second, "INSERT INTO copied VALUES (2)"));
            assertEquals("25006", refused.getSQLState());
        }
    }

    @Test
    void a_promoted_standby_takes_writes_when_the_primary_was_killed() throws Exception {
        servers.killPrimary();
        assertThrows(SQLException.class, () -> teller(servers.firstPort()));
        long asked = servers.promoteStandby();
        servers.awaitPromoted();
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - asked);
        assertTrue(millis < 10_000, () -> "promoted within " + millis + " ms");
        assertEquals(servers.secondPort(), servers.primaryPort());
        try (var second = teller(servers.secondPort())) {
            Lease.run(second, "INSERT INTO copied VALUES (2)");
        }
        assertEquals("2", rows(servers.secondPort()));
        assertThrows(IllegalStateException.class, servers::demoteOldPrimaryToStandby);
    }

    @Test
    void a_primary_that_was_stopped_follows_the_promoted_one_and_takes_over_again() throws Exception {
        servers.stopPrimary(false);
        servers.promoteStandby();
        servers.awaitPromoted();
        servers.demoteOldPrimaryToStandby();
        try (var second = teller(servers.primaryPort())) {
            Lease.run(second, "INSERT INTO copied VALUES (2)");
        }
        servers.awaitReplay();
        assertEquals("2", rows(servers.firstPort()));
        servers.stopPrimary(false);
        servers.promoteStandby();
        servers.awaitPromoted();
        try (var first = teller(servers.firstPort())) {
            Lease.run(first, "INSERT INTO copied VALUES (3)");
        }
    }

    @Test
    void a_killed_primary_resumes_with_what_was_committed() throws Exception {
        servers.killPrimary();
        servers.resumePrimary();
        assertEquals("1", rows(servers.firstPort()));
        try (var first = teller(servers.firstPort())) {
            Lease.run(first, "INSERT INTO copied VALUES (2)");
        }
        servers.awaitReplay();
        assertEquals("2", rows(servers.secondPort()));
    }
}
