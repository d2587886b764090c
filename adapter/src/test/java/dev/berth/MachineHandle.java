package dev.berth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.function.Executable;

/** A connection handle with what was opened on it, and what the model thinks of them. */
final class MachineHandle {

    static final String GOOD = "SELECT 1";
    static final String BAD = "SELECT 1/0";

    private static final class Child {
        final Statement statement;
        final boolean bad;
        boolean open = true;
        ResultSet result;
        boolean resultOpen;

        Child(Statement statement, boolean bad) {
            this.statement = statement;
            this.bad = bad;
        }
    }

    final Connection connection;
    private final List<Child> children = new ArrayList<>();
    /** Null once closed. */
    MachineSlot at;

    MachineHandle(MachineSlot slot) throws ResourceException {
        at = slot;
        connection = ours((Connection) slot.managed.getConnection(null, null));
    }

    /** No driver object leaves but through unwrap. */
    private static <T> T ours(T object) {
        assertTrue(object.getClass().getName().startsWith("dev.berth."), () -> "" + object.getClass());
        return object;
    }

    /** That the call fails with that SQLState, or not at all where it is null. */
    static void expect(String state, Executable call) {
        if (state == null) {
            try {
                call.execute();
            } catch (Throwable failure) {
                throw new AssertionError("expected to work", failure);
            }
        } else {
            assertEquals(state, assertThrows(SQLException.class, call).getSQLState());
        }
    }

    private String closedOr(String state) {
        return at == null ? "08003" : state;
    }

    void check() throws SQLException {
        assertEquals(at == null, connection.isClosed());
        for (var child : children) {
            assertEquals(!child.open, child.statement.isClosed());
            if (child.result != null) {
                assertEquals(!child.resultOpen, child.result.isClosed());
            }
        }
    }

    // ---- steps ----

    void open(Random random) {
        if (children.size() >= 4) {
            children.remove(random.nextInt(children.size()));
        }
        boolean bad = random.nextInt(8) == 0;
        int kind = random.nextInt(3);
        expect(closedOr(null), () -> {
            var statement = switch (kind) {
                case 0 -> connection.createStatement();
                case 1 -> connection.prepareStatement(bad ? BAD : GOOD);
                default -> connection.prepareCall(bad ? BAD : GOOD);
            };
            children.add(new Child(ours(statement), bad));
        });
    }

    void ask(Random random) throws SQLException {
        if (at == null || random.nextInt(20) == 0) {
            assertEquals(at != null, connection.isValid(5));
        }
        boolean automatic = at != null && !at.ofContainer() && !at.manual;
        expect(closedOr(null), () -> assertEquals(automatic, connection.getAutoCommit(), "autocommit"));
        expect(
                at == null ? "08003" : at.metaData(),
                () -> assertSame(connection, ours(connection.getMetaData()).getConnection()));
        for (var child : children) {
            expect(child.open ? null : "08003", () -> assertSame(connection, child.statement.getConnection()));
            if (child.result != null && child.resultOpen) {
                assertSame(child.statement, child.result.getStatement());
            }
        }
    }

    private Child any(Random random) {
        return children.isEmpty() ? null : children.get(random.nextInt(children.size()));
    }

    void execute(Random random) {
        var child = any(random);
        if (child == null) {
            return;
        }
        var expected = child.open ? at.statement(child.bad) : "08003";
        if (child.open && !"25000".equals(expected)) {
            child.resultOpen = false; // a statement closes its last result when it runs again
        }
        expect(expected, () -> {
            child.result = ours(
                    child.statement instanceof PreparedStatement prepared
                            ? prepared.executeQuery()
                            : child.statement.executeQuery(child.bad ? BAD : GOOD));
            child.resultOpen = true;
        });
    }

    void read(Random random) throws SQLException {
        var child = any(random);
        if (child != null && child.result != null) {
            if (child.resultOpen) {
                child.result.next();
            } else {
                assertThrows(SQLException.class, child.result::next);
            }
        }
    }

    void closeResult(Random random) throws SQLException {
        var child = any(random);
        if (child != null && child.result != null) {
            child.result.close();
            child.resultOpen = false;
        }
    }

    void closeStatement(Random random) throws SQLException {
        var child = any(random);
        if (child != null) {
            child.statement.close();
            child.open = false;
            child.resultOpen = false;
        }
    }

    void commit() {
        expect(at == null ? "08003" : at.commit(), connection::commit);
    }

    void rollback() {
        expect(at == null ? "08003" : at.rollback(), connection::rollback);
    }

    void autoCommit(boolean on) {
        expect(at == null ? "08003" : at.autoCommit(on), () -> connection.setAutoCommit(on));
    }

    /** A savepoint, and back to it: that heals nothing that failed before it. */
    void savepoint() {
        String expected;
        if (at == null) {
            expected = "08003";
        } else if (at.ofContainer()) {
            expected = "25000";
        } else {
            expected = at.manual ? at.statement(false) : "25P01";
        }
        expect(expected, () -> {
            var savepoint = connection.setSavepoint();
            assertThrows(SQLException.class, () -> Lease.run(connection, BAD));
            connection.rollback(savepoint);
            connection.releaseSavepoint(savepoint);
        });
    }

    void close() throws SQLException {
        if (at != null) {
            at.due[ConnectionEvent.CONNECTION_CLOSED]++;
        }
        connection.close();
        taken();
    }

    /** Its session was taken away, or it was closed. */
    void taken() {
        at = null;
        childrenClosed();
    }

    private void childrenClosed() {
        for (var child : children) {
            child.open = false;
            child.resultOpen = false;
        }
    }

    void associate(MachineSlot slot) throws ResourceException {
        if (at == null) {
            assertThrows(ResourceException.class, () -> slot.managed.associateConnection(connection));
            return;
        }
        slot.managed.associateConnection(connection);
        if (slot != at) {
            childrenClosed();
            at = slot;
        }
    }

    /** The backend is gone: the first call finds out, and everything after it is refused. */
    void broken() throws SQLException {
        assertThrows(SQLException.class, () -> Lease.run(connection, GOOD));
        assertTrue(connection.isClosed());
        assertFalse(connection.isValid(1));
        expect("08006", connection::createStatement);
        for (var child : children) {
            assertThrows(SQLException.class, () -> child.statement.execute(GOOD));
        }
    }
}
