package dev.berth.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.Obligation;
import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.transaction.UserTransaction;
import java.sql.SQLException;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.as.arquillian.api.ServerSetup;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Timeouts of the server's transaction manager, and what readOnlyVote and transactionTimeout=server change. */
@ExtendWith(ArquillianExtension.class)
@ServerSetup(StandaloneAdapter.class)
@Obligation({53, 57, 99})
class TimeoutIT {

    @Deployment
    static WebArchive application() {
        return Deployments.application(TimeoutIT.class);
    }

    @Resource(lookup = "java:/jdbc/one")
    private DataSource one;

    /** In bank, with readOnlyVote=true and transactionTimeout=server. */
    @Resource(lookup = "java:/jdbc/voting")
    private DataSource voting;

    @Resource(lookup = "java:/jdbc/two")
    private DataSource two;

    @Resource
    private UserTransaction user;

    @EJB
    private Tx tx;

    private final Database bank = Database.bank();
    private final Database ledger = Database.ledger();
    private final String note = UUID.randomUUID().toString();

    private interface Use {
        void of(java.sql.Connection connection) throws Exception;
    }

    /** In a transaction of a second or two, with a handle that outlives it. */
    private void timedOut(Use use) throws Exception {
        user.setTransactionTimeout(2);
        user.begin();
        try (var connection = one.getConnection()) {
            use.of(connection);
        } finally {
            assertThrows(Exception.class, user::commit);
            user.setTransactionTimeout(0);
        }
    }

    @Test
    void a_running_statement_is_cancelled_by_the_timeout() throws Exception {
        long begun = System.nanoTime();
        timedOut(connection -> assertThrows(SQLException.class, () -> {
            Notes.write(connection, note);
            Notes.value(connection, "select pg_sleep(60)");
        }));
        assertTrue(System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(30), "it waited for the statement");
        assertFalse(bank.has(note));
    }

    @Test
    void a_handle_of_a_timed_out_transaction_does_nothing_outside_it() throws Exception {
        timedOut(connection -> {
            assertThrows(SQLException.class, () -> Notes.value(connection, "select pg_sleep(60)"));
            var refused = assertThrows(SQLException.class, () -> Notes.write(connection, note));
            // 08003 where the server was quicker: it destroys a connection whose transaction ended under open handles
            assertTrue(Set.of("25000", "08003").contains(refused.getSQLState()), refused::toString);
        });
        assertFalse(bank.has(note));
    }

    @Test
    void after_a_timeout_the_next_borrow_works() throws Exception {
        timedOut(connection -> assertThrows(SQLException.class, () -> Notes.value(connection, "select pg_sleep(60)")));
        tx.inOne(() -> Notes.write(one, note));
        assertTrue(bank.has(note));
    }

    @Test
    void a_branch_that_only_read_is_not_prepared() throws Exception {
        long inBank = bank.logMark();
        long inLedger = ledger.logMark();
        tx.inOne(() -> {
            try (var connection = voting.getConnection()) {
                Notes.value(connection, "select count(*) from notes");
            }
            Notes.write(two, note);
        });
        assertTrue(ledger.has(note));
        assertEquals(0, bank.statementsSince(inBank, "PREPARE TRANSACTION '").size());
        assertEquals(0, bank.inDoubt() + ledger.inDoubt());
        assertTrue(ledger.statementsSince(inLedger, "PREPARE TRANSACTION '").size() <= 1);
    }

    @Test
    void a_branch_that_wrote_is_prepared_all_the_same() throws Exception {
        long inBank = bank.logMark();
        tx.inOne(() -> {
            Notes.write(voting, note);
            Notes.write(two, note);
        });
        assertTrue(bank.has(note) && ledger.has(note));
        assertEquals(1, bank.statementsSince(inBank, "PREPARE TRANSACTION '").size());
        assertEquals(
                0,
                bank.statementsSince(inBank, "pg_current_xact_id_if_assigned").size());
    }

    @Test
    void the_database_knows_the_transactions_timeout_where_it_is_asked_to() throws Exception {
        var limit = tx.required(() -> {
            try (var connection = voting.getConnection()) {
                return Notes.value(connection, "select setting from pg_settings where name = 'statement_timeout'");
            }
        });
        assertTrue(Integer.parseInt(limit) > 0, limit);
        assertEquals("0", tx.required(() -> {
            try (var connection = one.getConnection()) {
                return Notes.value(connection, "select setting from pg_settings where name = 'statement_timeout'");
            }
        }));
    }
}
