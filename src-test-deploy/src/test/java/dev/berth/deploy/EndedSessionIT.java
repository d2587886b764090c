package dev.berth.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.Obligation;
import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import jakarta.transaction.RollbackException;
import jakarta.transaction.UserTransaction;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.as.arquillian.api.ServerSetup;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sessions that an administrator ended: in the pool, while borrowed, in a transaction. */
@ExtendWith(ArquillianExtension.class)
@ServerSetup(StandaloneAdapter.class)
@Obligation({24, 26})
class EndedSessionIT {

    @Deployment
    static WebArchive application() {
        return Deployments.application(EndedSessionIT.class);
    }

    @Inject
    private Tx tx;

    @Resource
    private UserTransaction user;

    @Resource(lookup = "java:/jdbc/one")
    private DataSource one;

    @Resource(lookup = "java:/jdbc/two")
    private DataSource two;

    /** At most two connections, 700 ms to wait for one. */
    @Resource(lookup = "java:/jdbc/small")
    private DataSource small;

    private final Database bank = Database.bank();
    private final String note = Notes.fresh();

    @Test
    void after_a_kill_the_next_borrow_works() throws Exception {
        bank.kill(Notes.backend(one));
        Await.endOfTrust();
        try (var connection = one.getConnection()) {
            assertEquals("1", Notes.value(connection, "select 1"));
        }
    }

    /** Nobody asks whether a connection that has just worked still lives: its next user may be told that it does not. */
    @Test
    void a_kill_that_nobody_has_asked_about_is_told_once() throws Exception {
        bank.kill(Notes.backend(small));
        try (var connection = small.getConnection()) {
            Notes.value(connection, "select 1");
        } catch (SQLException told) {
            assertEquals("57P01", told.getSQLState());
        }
        assertTrue(Notes.backend(small) > 0);
    }

    @Test
    void a_killed_session_is_not_lent_again() throws Exception {
        int killed = Notes.backend(small);
        bank.kill(killed);
        Await.endOfTrust();
        try (var first = small.getConnection();
                var second = small.getConnection()) {
            assertNotEquals(killed, Notes.backend(first));
            assertNotEquals(killed, Notes.backend(second));
        }
    }

    @Test
    void a_statement_of_a_killed_session_fails() throws Exception {
        try (var connection = one.getConnection()) {
            bank.kill(Notes.backend(connection));
            assertThrows(SQLException.class, () -> Notes.value(connection, "select 1"));
        }
    }

    @Test
    void a_session_killed_while_borrowed_leaves_the_pool_at_its_return() throws Exception {
        try (var connection = small.getConnection()) {
            bank.kill(Notes.backend(connection));
            assertThrows(SQLException.class, () -> Notes.value(connection, "select 1"));
        }
        // both places of the pool are free: the dead one holds none
        try (var first = small.getConnection();
                var second = small.getConnection()) {
            assertEquals("11", Notes.value(first, "select 1") + Notes.value(second, "select 1"));
        }
    }

    @Test
    void a_session_killed_in_a_transaction_is_told_to_the_caller() throws Exception {
        assertThrows(
                Exception.class,
                () -> tx.inOne(() -> {
                    Notes.write(one, note);
                    bank.kill(Notes.backend(one));
                }));
        assertFalse(bank.has(note));
    }

    private void killedAndSwallowed() throws Exception {
        try (var connection = one.getConnection()) {
            Notes.write(connection, note);
            bank.kill(Notes.backend(connection));
            assertThrows(SQLException.class, () -> Notes.value(connection, "select 1"));
        }
    }

    @Test
    void a_kill_that_is_swallowed_is_told_at_the_commit() throws Exception {
        user.begin();
        killedAndSwallowed();
        assertThrows(RollbackException.class, user::commit);
    }

    /** WildFly's beans answer normally then, as after setRollbackOnly; what counts is that nothing stands. */
    @Test
    void a_kill_that_is_swallowed_in_a_bean_leaves_nothing() throws Exception {
        tx.inOne(this::killedAndSwallowed);
        assertFalse(bank.has(note));
    }

    @Test
    void a_session_killed_in_one_database_undoes_the_other() throws Exception {
        assertThrows(
                Exception.class,
                () -> tx.inOne(() -> {
                    Notes.write(one, note);
                    Notes.write(two, note);
                    bank.kill(Notes.backend(one));
                }));
        assertFalse(Database.ledger().has(note));
    }
}
