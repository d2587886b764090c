package dev.berth.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Spring's JdbcTemplate, and its transactions. */
class JdbcTemplateTest {

    private ClientPool pool;
    private JdbcTemplate jdbc;
    private TransactionTemplate transaction;

    @BeforeEach
    void open() throws Exception {
        pool = new ClientPool("jdbctemplate");
        pool.run("CREATE TABLE stock(item int PRIMARY KEY, n int)", "INSERT INTO stock VALUES (7, 5)");
        jdbc = new JdbcTemplate(pool.source());
        transaction = new TransactionTemplate(new DataSourceTransactionManager(pool.source()));
    }

    @AfterEach
    void close() throws Exception {
        pool.close();
    }

    private static void sell(DataSource orders) {
        var jdbc = new JdbcTemplate(orders);
        var transaction = new TransactionTemplate(new DataSourceTransactionManager(orders));
        transaction.executeWithoutResult(status -> jdbc.update("UPDATE stock SET n = n - 1 WHERE item = 7"));
    }

    @Test
    void what_returns_is_committed_in_the_isolation_that_was_asked_for() throws Exception {
        sell(pool.source());
        assertEquals(4, jdbc.queryForObject("SELECT n FROM stock", Integer.class));
        transaction.setIsolationLevel(TransactionDefinition.ISOLATION_SERIALIZABLE);
        transaction.setReadOnly(true);
        assertEquals(
                "serializable on",
                transaction.execute(status -> jdbc.queryForObject(
                        "SELECT current_setting('transaction_isolation') || ' ' || current_setting('transaction_read_only')",
                        String.class)));
    }

    @Test
    void what_throws_is_rolled_back() throws Exception {
        var mine = new IllegalStateException("no");
        var thrown = assertThrows(
                IllegalStateException.class,
                () -> transaction.executeWithoutResult(status -> {
                    jdbc.update("UPDATE stock SET n = 1");
                    throw mine;
                }));
        assertSame(mine, thrown);
        assertThrows(DuplicateKeyException.class, () -> jdbc.update("INSERT INTO stock VALUES (7, 6)"));
        assertEquals("5", pool.one("SELECT n FROM stock"));
    }

    @Test
    void a_failure_that_was_swallowed_is_told_by_the_commit() throws Exception {
        var refused = assertThrows(
                RuntimeException.class,
                () -> transaction.executeWithoutResult(status -> {
                    jdbc.update("UPDATE stock SET n = 1");
                    assertThrows(DataAccessException.class, () -> jdbc.update("INSERT INTO stock VALUES (7, 6)"));
                }));
        assertTrue(String.valueOf(refused.getCause()).contains("23505"), () -> "" + refused.getCause());
        assertEquals("5", pool.one("SELECT n FROM stock"));
    }
}
