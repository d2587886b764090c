package dev.berth.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.Obligation;
import jakarta.annotation.Resource;
import jakarta.ejb.EJBException;
import jakarta.ejb.EJBTransactionRolledbackException;
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

/** One database, the container commits: what stands afterwards, read beside the adapter. */
@ExtendWith(ArquillianExtension.class)
@ServerSetup(StandaloneAdapter.class)
@Obligation({38, 39, 40, 42, 44})
class ContainerTransactionIT {

    @Deployment
    static WebArchive application() {
        return Deployments.application(ContainerTransactionIT.class);
    }

    @Inject
    private Tx tx;

    @Resource(lookup = "java:/jdbc/one")
    private DataSource one;

    @Resource
    private UserTransaction user;

    private final Database bank = Database.bank();
    private final String note = Notes.fresh();

    @Test
    void commit_reaches_the_database() throws Exception {
        tx.inOne(() -> Notes.write(one, note));
        assertTrue(bank.has(note));
    }

    @Test
    void nothing_is_seen_before_the_commit() throws Exception {
        assertFalse(tx.required(() -> {
            Notes.write(one, note);
            return bank.has(note);
        }));
    }

    @Test
    void set_rollback_only_leaves_nothing() throws Exception {
        tx.undone(() -> Notes.write(one, note));
        assertFalse(bank.has(note));
    }

    @Test
    void an_unchecked_exception_leaves_nothing() throws Exception {
        assertThrows(
                EJBException.class,
                () -> tx.inOne(() -> {
                    Notes.write(one, note);
                    throw new IllegalStateException("of the application");
                }));
        assertFalse(bank.has(note));
    }

    @Test
    void a_checked_exception_commits_as_the_specification_says() throws Exception {
        assertThrows(
                java.io.IOException.class,
                () -> tx.inOne(() -> {
                    Notes.write(one, note);
                    throw new java.io.IOException("of the application");
                }));
        assertTrue(bank.has(note));
    }

    @Test
    void outside_a_transaction_each_statement_commits() throws Exception {
        tx.without(() -> {
            Notes.write(one, note);
            return null;
        });
        assertTrue(bank.has(note));
    }

    @Test
    void user_transaction_commit_reaches_the_database() throws Exception {
        user.begin();
        Notes.write(one, note);
        user.commit();
        assertTrue(bank.has(note));
    }

    @Test
    void user_transaction_rollback_leaves_nothing() throws Exception {
        user.begin();
        Notes.write(one, note);
        user.rollback();
        assertFalse(bank.has(note));
    }

    @Test
    void requires_new_gets_another_backend() throws Exception {
        tx.inOne(() -> assertNotEquals(Notes.backend(one), tx.requiresNew(() -> Notes.backend(one))));
    }

    @Test
    void requires_new_commits_by_itself() throws Exception {
        var inner = Notes.fresh();
        tx.undone(() -> {
            Notes.write(one, note);
            tx.requiresNew(() -> {
                Notes.write(one, inner);
                return null;
            });
        });
        assertTrue(bank.has(inner));
        assertFalse(bank.has(note));
    }

    /** PostgreSQL answers COMMIT with ROLLBACK after a failed statement: that must not look like a commit. */
    @Test
    void a_swallowed_failure_is_not_reported_as_committed() throws Exception {
        assertThrows(EJBTransactionRolledbackException.class, () -> tx.inOne(() -> swallowing(Notes.fresh(), note)));
        assertFalse(bank.has(note));
    }

    @Test
    void user_transaction_tells_of_a_swallowed_failure() throws Exception {
        user.begin();
        swallowing(Notes.fresh(), note);
        assertThrows(RollbackException.class, user::commit);
        assertFalse(bank.has(note));
    }

    private void swallowing(String before, String after) throws SQLException {
        try (var connection = one.getConnection();
                var statement = connection.createStatement()) {
            Notes.write(connection, before);
            assertThrows(SQLException.class, () -> statement.execute("select 1 / 0"));
            assertThrows(SQLException.class, () -> Notes.write(connection, after));
        }
    }

    @Test
    void after_a_swallowed_failure_the_next_transaction_is_clean() throws Exception {
        assertThrows(EJBException.class, () -> tx.inOne(() -> swallowing(Notes.fresh(), Notes.fresh())));
        tx.inOne(() -> Notes.write(one, note));
        assertTrue(bank.has(note));
    }

    @Test
    void the_transaction_timeout_leaves_nothing() throws Exception {
        user.setTransactionTimeout(1);
        try {
            user.begin();
            Notes.write(one, note);
            // marked by the transaction manager's own thread
            Await.until("the timeout", user::getStatus, status -> status != jakarta.transaction.Status.STATUS_ACTIVE);
            assertInstanceOf(RollbackException.class, assertThrows(Exception.class, user::commit));
        } finally {
            user.setTransactionTimeout(0);
        }
        assertFalse(bank.has(note));
    }

    @Test
    void after_a_timeout_no_lock_is_left() throws Exception {
        user.setTransactionTimeout(1);
        try {
            user.begin();
            Notes.write(one, note);
            Await.until("the timeout", user::getStatus, status -> status != jakarta.transaction.Status.STATUS_ACTIVE);
            assertThrows(Exception.class, user::commit);
        } finally {
            user.setTransactionTimeout(0);
        }
        Await.until(
                "the end of the session's transaction",
                () -> bank.count(
                        "select count(*) from pg_locks l join pg_stat_activity a using (pid)"
                                + " where a.usename = ? and l.locktype = 'transactionid'",
                        bank.user()),
                locks -> locks == 0);
        assertEquals(0, bank.inDoubt());
    }
}
