package dev.berth.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.Obligation;
import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.as.arquillian.api.ServerSetup;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;

/** What an application's connection does inside the container's transaction and outside. */
@ExtendWith(ArquillianExtension.class)
@ServerSetup(StandaloneAdapter.class)
@Obligation({58, 97, 98, 99, 100, 102})
class HandleIT {

    @Deployment
    static WebArchive application() {
        return Deployments.application(HandleIT.class);
    }

    /** What a test does with a connection. */
    private interface Use {
        void of(Connection connection) throws Exception;
    }

    @Inject
    private Tx tx;

    @Resource(lookup = "java:/jdbc/one")
    private DataSource one;

    private void inside(Use use) throws Exception {
        tx.inOne(() -> outside(use));
    }

    private void outside(Use use) throws Exception {
        try (var connection = one.getConnection()) {
            use.of(connection);
        }
    }

    private static void refused(String state, Executable deed) {
        assertEquals(state, assertThrows(SQLException.class, deed).getSQLState());
    }

    @Test
    void two_handles_in_one_transaction_share_one_backend() throws Exception {
        inside(first -> inside(second -> assertEquals(Notes.backend(first), Notes.backend(second))));
    }

    @Test
    void handles_one_after_the_other_in_a_transaction_share_one_backend() throws Exception {
        tx.inOne(() -> assertEquals(Notes.backend(one), Notes.backend(one)));
    }

    @Test
    void handles_of_nested_bean_calls_share_one_backend() throws Exception {
        inside(outer -> assertEquals(Notes.backend(outer), tx.required(() -> Notes.backend(one))));
    }

    @Test
    void two_handles_outside_have_two_backends() throws Exception {
        outside(first -> outside(second -> assertNotEquals(Notes.backend(first), Notes.backend(second))));
    }

    @Test
    void closing_one_handle_leaves_the_other_open() throws Exception {
        inside(first -> {
            one.getConnection().close();
            assertEquals("1", Notes.value(first, "select 1"));
        });
    }

    @Test
    void a_closed_handle_refuses_and_names_the_state() throws Exception {
        var connection = one.getConnection();
        connection.close();
        refused("08003", connection::createStatement);
    }

    @Test
    void a_closed_handle_refuses_in_a_transaction_too() throws Exception {
        tx.inOne(() -> {
            var connection = one.getConnection();
            connection.close();
            refused("08003", () -> connection.prepareStatement("select 1"));
        });
    }

    @Test
    void a_statement_of_a_closed_handle_refuses() throws Exception {
        var connection = one.getConnection();
        var statement = connection.createStatement();
        connection.close();
        assertThrows(SQLException.class, () -> statement.execute("select 1"));
    }

    @Test
    void close_twice_is_no_failure() throws Exception {
        var connection = one.getConnection();
        connection.close();
        connection.close();
        assertTrue(connection.isClosed());
    }

    @Test
    void metadata_leads_back_to_the_handle() throws Exception {
        outside(connection -> assertEquals(connection, connection.getMetaData().getConnection()));
    }

    @Test
    void autocommit_is_false_inside() throws Exception {
        inside(connection -> assertFalse(connection.getAutoCommit()));
    }

    @Test
    void autocommit_is_true_outside() throws Exception {
        outside(connection -> assertTrue(connection.getAutoCommit()));
    }

    @Test
    void commit_inside_is_refused() throws Exception {
        inside(connection -> refused("25000", connection::commit));
    }

    @Test
    void rollback_inside_is_refused() throws Exception {
        inside(connection -> refused("25000", connection::rollback));
    }

    @Test
    void a_savepoint_inside_is_refused() throws Exception {
        inside(connection -> refused("25000", connection::setSavepoint));
    }

    @Test
    void autocommit_inside_cannot_be_set() throws Exception {
        inside(connection -> refused("25000", () -> connection.setAutoCommit(true)));
    }

    @Test
    void autocommit_inside_may_be_cleared_to_no_effect() throws Exception {
        inside(connection -> {
            connection.setAutoCommit(false);
            assertFalse(connection.getAutoCommit());
        });
    }

    @Test
    void isolation_may_be_set_before_the_first_statement() throws Exception {
        inside(connection -> {
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            assertEquals("serializable", Notes.value(connection, "show transaction_isolation"));
        });
    }

    @Test
    void isolation_is_refused_after_the_first_statement() throws Exception {
        inside(connection -> {
            Notes.value(connection, "select 1");
            refused("25001", () -> connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE));
        });
    }

    @Test
    void isolation_does_not_outlive_the_borrow() throws Exception {
        inside(connection -> connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE));
        inside(connection -> assertEquals("read committed", Notes.value(connection, "show transaction_isolation")));
    }

    @Test
    void read_only_may_be_set_before_the_first_statement() throws Exception {
        inside(connection -> {
            connection.setReadOnly(true);
            assertEquals("on", Notes.value(connection, "show transaction_read_only"));
        });
    }

    @Test
    void read_only_does_not_outlive_the_borrow() throws Exception {
        outside(connection -> connection.setReadOnly(true));
        outside(connection -> assertFalse(connection.isReadOnly()));
    }

    @Test
    void a_local_transaction_outside_commits_when_told() throws Exception {
        var note = Notes.fresh();
        outside(connection -> {
            connection.setAutoCommit(false);
            Notes.write(connection, note);
            assertFalse(Database.bank().has(note));
            connection.commit();
        });
        assertTrue(Database.bank().has(note));
    }

    @Test
    void a_local_transaction_left_open_is_undone_at_close() throws Exception {
        var note = Notes.fresh();
        outside(connection -> {
            connection.setAutoCommit(false);
            Notes.write(connection, note);
        });
        outside(connection -> assertTrue(connection.getAutoCommit()));
        assertFalse(Database.bank().has(note));
    }

    /** The server answers the unfinished transaction with a rollback of its own: that must not be refused. */
    @Test
    void a_local_transaction_left_open_does_not_cost_the_connection() throws Exception {
        int[] backend = new int[1];
        outside(connection -> {
            connection.setAutoCommit(false);
            backend[0] = Notes.backend(connection);
        });
        assertEquals(backend[0], Notes.backend(one));
    }
}
