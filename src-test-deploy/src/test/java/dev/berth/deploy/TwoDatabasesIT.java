package dev.berth.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.Obligation;
import jakarta.annotation.Resource;
import jakarta.ejb.EJBException;
import jakarta.inject.Inject;
import javax.sql.DataSource;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.as.arquillian.api.ServerSetup;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One XA transaction over two database servers, proven by what those servers logged. */
@ExtendWith(ArquillianExtension.class)
@ServerSetup(StandaloneAdapter.class)
@Obligation({44, 46, 47, 48})
class TwoDatabasesIT {

    @Deployment
    static WebArchive application() {
        return Deployments.application(TwoDatabasesIT.class);
    }

    @Inject
    private Tx tx;

    @Resource(lookup = "java:/jdbc/one")
    private DataSource one;

    @Resource(lookup = "java:/jdbc/two")
    private DataSource two;

    private final Database bank = Database.bank();
    private final Database ledger = Database.ledger();
    private final String note = Notes.fresh();

    private void writeBoth() throws Exception {
        Notes.write(one, note);
        Notes.write(two, note);
    }

    @Test
    void commit_reaches_both() throws Exception {
        tx.inOne(this::writeBoth);
        assertTrue(bank.has(note) && ledger.has(note));
    }

    @Test
    void both_are_prepared_before_they_are_committed() throws Exception {
        long inBank = bank.logMark();
        long inLedger = ledger.logMark();
        tx.inOne(this::writeBoth);
        assertEquals(1, bank.statementsSince(inBank, "PREPARE TRANSACTION '").size());
        assertEquals(
                1, ledger.statementsSince(inLedger, "PREPARE TRANSACTION '").size());
        assertEquals(1, bank.statementsSince(inBank, "COMMIT PREPARED '").size());
        assertEquals(1, ledger.statementsSince(inLedger, "COMMIT PREPARED '").size());
    }

    @Test
    void nothing_stays_in_doubt() throws Exception {
        tx.inOne(this::writeBoth);
        assertEquals(0, bank.inDoubt() + ledger.inDoubt());
    }

    @Test
    void rollback_leaves_nothing_in_either() throws Exception {
        tx.undone(this::writeBoth);
        assertFalse(bank.has(note) || ledger.has(note));
    }

    @Test
    void a_rollback_prepares_nothing() throws Exception {
        long mark = bank.logMark();
        tx.undone(this::writeBoth);
        assertEquals(0, bank.statementsSince(mark, "PREPARE TRANSACTION").size());
    }

    @Test
    void one_database_is_committed_in_one_phase() throws Exception {
        long mark = bank.logMark();
        tx.inOne(() -> Notes.write(one, note));
        assertTrue(bank.has(note));
        assertEquals(0, bank.statementsSince(mark, "PREPARE TRANSACTION").size());
    }

    @Test
    void a_failed_statement_in_one_undoes_both() throws Exception {
        assertThrows(
                EJBException.class,
                () -> tx.inOne(() -> {
                    Notes.write(one, note);
                    try (var connection = two.getConnection()) {
                        assertThrows(java.sql.SQLException.class, () -> Notes.value(connection, "select 1 / 0"));
                    }
                }));
        assertFalse(bank.has(note));
    }

    /** A deferred constraint fails at PREPARE TRANSACTION: the vote is no, and the other database must hear it. */
    @Test
    void what_one_cannot_prepare_undoes_both() throws Exception {
        ledger.execute("create table if not exists parents (id int primary key)");
        ledger.execute("create table if not exists children (parent int references parents deferrable initially"
                + " deferred)");
        ledger.execute("grant all on parents, children to " + ledger.user());
        assertThrows(
                EJBException.class,
                () -> tx.inOne(() -> {
                    writeBoth();
                    try (var connection = two.getConnection();
                            var statement = connection.createStatement()) {
                        statement.execute("insert into children values (4711)");
                    }
                }));
        assertFalse(bank.has(note) || ledger.has(note));
        assertEquals(0, bank.inDoubt() + ledger.inDoubt());
    }
}
