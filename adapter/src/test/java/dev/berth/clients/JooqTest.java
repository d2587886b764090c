package dev.berth.clients;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.table;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.exception.IntegrityConstraintViolationException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** jOOQ, with transactions of its own. */
class JooqTest {

    private ClientPool pool;
    private DSLContext sql;

    @BeforeEach
    void open() throws Exception {
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
        pool = new ClientPool("jooq");
        pool.run("CREATE TABLE stock(item int PRIMARY KEY, n int CHECK (n >= 0))", "INSERT INTO stock VALUES (7, 5)");
        sql = DSL.using(pool.source(), SQLDialect.POSTGRES);
    }

    @AfterEach
    void close() throws Exception {
        pool.close();
    }

    private static void sell(DataSource orders) {
        var sql = DSL.using(orders, SQLDialect.POSTGRES);
        sql.transaction(work -> work.dsl().execute("UPDATE stock SET n = n - 1 WHERE item = 7"));
    }

    @Test
    void a_transaction_that_returns_is_committed() throws Exception {
        sell(pool.source());
        assertEquals("4", pool.one("SELECT n FROM stock"));
        assertEquals(4, sql.select(field("n", int.class)).from(table("stock")).fetchOne(0, int.class));
    }

    @Test
    void a_transaction_that_throws_is_rolled_back_and_a_nested_one_alone() throws Exception {
        var mine = new IllegalStateException("no");
        var thrown = assertThrows(
                RuntimeException.class,
                () -> sql.transaction(work -> {
                    work.dsl().execute("UPDATE stock SET n = 1");
                    throw mine;
                }));
        assertSame(mine, thrown);
        assertEquals("5", pool.one("SELECT n FROM stock"));
        sql.transaction(work -> {
            work.dsl().execute("UPDATE stock SET n = 3");
            assertThrows(
                    IntegrityConstraintViolationException.class,
                    () -> work.dsl().transaction(nested -> nested.dsl().execute("UPDATE stock SET n = -1")));
        });
        assertEquals("3", pool.one("SELECT n FROM stock"));
    }

    @Test
    void a_commit_of_what_the_database_threw_away_is_no_success() throws Exception {
        var refused = assertThrows(
                DataAccessException.class,
                () -> sql.transaction(work -> {
                    work.dsl().execute("UPDATE stock SET n = 1");
                    assertThrows(DataAccessException.class, () -> work.dsl().execute("SELECT 1/0"));
                }));
        assertTrue(
                refused.getMessage().contains("22012")
                        || String.valueOf(refused.getCause()).contains("22012"),
                refused::toString);
        assertEquals("5", pool.one("SELECT n FROM stock"));
    }
}
