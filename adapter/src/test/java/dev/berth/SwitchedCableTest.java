package dev.berth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The cable itself, between a plain driver and the server. */
@Timeout(60)
class SwitchedCableTest {

    /** A thread for each: the common pool may have a single one. */
    private static final Executor NEW_THREAD =
            task -> new Thread(task, "of-" + SwitchedCableTest.class.getSimpleName()).start();

    private SwitchedCable cable;

    @BeforeEach
    void plug() throws Exception {
        cable = SwitchedCable.to(TestPostgres.port());
    }

    @AfterEach
    void pull() throws Exception {
        cable.close();
    }

    private Connection connect() throws SQLException {
        var url = ReplicatedPostgres.urlOf(cable.port()) + "?connectTimeout=5";
        return DriverManager.getConnection(url, TestPostgres.USER, TestPostgres.PASSWORD);
    }

    @Test
    void it_counts_round_trips_and_connections() throws Exception {
        try (var connection = connect()) {
            long before = cable.flights();
            Lease.one(connection, "SELECT 1");
            assertEquals(1, cable.flights() - before);
            connection.setAutoCommit(false);
            Lease.one(connection, "SELECT repeat('x', 100000)"); // BEGIN in the same flight, an answer in many pieces
            connection.commit();
            assertEquals(3, cable.flights() - before);
            assertEquals(1, cable.openConnections());
        }
        Until.equal(0L, cable::openConnections);
        assertEquals(1, cable.connections());
    }

    @Test
    void a_cut_resets_what_is_open_and_lets_new_ones_in() throws Exception {
        try (var connection = connect()) {
            cable.cut();
            var lost = assertThrows(SQLException.class, () -> Lease.one(connection, "SELECT 1"));
            assertEquals("08006", lost.getSQLState());
        }
        try (var connection = connect()) {
            assertEquals("1", Lease.one(connection, "SELECT 1"));
        }
    }

    @Test
    void frozen_it_answers_nothing_and_thawed_all() throws Exception {
        try (var connection = connect()) {
            cable.freeze();
            var answer = CompletableFuture.supplyAsync(() -> unchecked(connection), NEW_THREAD);
            assertThrows(TimeoutException.class, () -> answer.get(200, TimeUnit.MILLISECONDS));
            var newcomer = CompletableFuture.supplyAsync(this::newcomer, NEW_THREAD);
            Until.equal(2L, cable::connections);
            cable.thaw();
            assertEquals("1", answer.get(10, TimeUnit.SECONDS));
            assertEquals("1", newcomer.get(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void refusing_it_keeps_what_is_open_and_takes_nobody_until_it_accepts() throws Exception {
        try (var connection = connect()) {
            cable.refuse();
            var refused = assertThrows(SQLException.class, this::connect);
            assertEquals("08001", refused.getSQLState());
            assertEquals("1", Lease.one(connection, "SELECT 1"));
            cable.accept();
            connect().close();
        }
    }

    @Test
    void pointed_elsewhere_it_leads_new_ones_there() throws Exception {
        try (var other = SwitchedCable.to(TestPostgres.port());
                var before = connect()) {
            cable.pointTo(other.port());
            connect().close();
            assertEquals("1", Lease.one(before, "SELECT 1"));
            assertEquals(1, other.connections());
        }
    }

    private String newcomer() {
        try (var connection = connect()) {
            return unchecked(connection);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static String unchecked(Connection connection) {
        try {
            return Lease.one(connection, "SELECT 1");
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
