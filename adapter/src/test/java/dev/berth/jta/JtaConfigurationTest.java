package dev.berth.jta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.Lease;
import dev.berth.PoolBuilder;
import dev.berth.PooledDataSource;
import dev.berth.TestPostgres;
import java.sql.SQLException;
import javax.naming.NamingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which pools can have a transaction manager. */
@Timeout(60)
class JtaConfigurationTest {

    private static PoolBuilder plain() {
        return PooledDataSource.builder()
                .url(TestPostgres.url())
                .user(TestPostgres.USER)
                .password(TestPostgres.PASSWORD)
                .minimumIdle(0);
    }

    private static PoolBuilder with(PoolBuilder builder) {
        return builder.transactionManager(Narayana.manager()).transactionSynchronizationRegistry(Narayana.registry());
    }

    @Test
    void one_of_the_two_is_not_enough() {
        var one = plain().transactionManager(Narayana.manager());
        var refused = assertThrows(IllegalArgumentException.class, one::build);
        assertTrue(
                refused.getMessage().startsWith("transactionSynchronizationRegistry: is missing"), refused::getMessage);
        var other = plain().transactionSynchronizationRegistry(Narayana.registry());
        refused = assertThrows(IllegalArgumentException.class, other::build);
        assertTrue(refused.getMessage().startsWith("transactionManager: is missing"), refused::getMessage);
    }

    @Test
    void connections_that_take_no_part_in_xa_are_refused_when_the_pool_is_built() throws Exception {
        for (var local : new PoolBuilder[] {
            PooledDataSource.builder().url("jdbc:h2:mem:local").user("sa").password(""),
            plain().property("transactionLevel", "LocalTransaction"),
            plain().property("poolerMode", "transaction")
        }) {
            var refused = assertThrows(SQLException.class, () -> with(local).build());
            assertTrue(refused.getMessage().contains("transactionManager: needs"), refused::getMessage);
            assertEquals("HY024", refused.getSQLState());
        }
        try (var local =
                plain().property("transactionLevel", "LocalTransaction").build()) {
            assertThrows(IllegalStateException.class, local::recovery);
        }
    }

    @Test
    void a_reference_cannot_hold_a_transaction_manager() throws Exception {
        try (var source = with(plain()).build()) {
            var refused = assertThrows(NamingException.class, source::getReference);
            assertTrue(refused.getMessage().contains("transactionManager"), refused::getMessage);
        }
    }

    @Test
    void a_drivers_own_xa_resource_takes_part_beside_ours() throws Exception {
        var bank = Bank.create("jta_beside", 1);
        var manager = Narayana.manager();
        try (var ours = bank.pool().build();
                var theirs = with(PooledDataSource.builder()
                                .property("dataSourceClass", "org.h2.jdbcx.JdbcDataSource")
                                .property("driverProperties", "url=jdbc:h2:mem:beside")
                                .minimumIdle(1) // it is there as long as somebody is connected
                                .user("sa")
                                .password(""))
                        .build()) {
            theirs.withConnection(connection -> {
                Lease.run(connection, "CREATE TABLE account (id int PRIMARY KEY, balance bigint)");
                Lease.run(connection, "INSERT INTO account VALUES (1, 0)");
                return null;
            });
            for (boolean commit : new boolean[] {false, true}) {
                manager.begin();
                Bank.add(ours, 1, -10);
                Bank.add(theirs, 1, 10);
                if (commit) {
                    manager.commit();
                } else {
                    manager.rollback();
                }
                assertEquals(commit ? 90 : 100, bank.balance(1));
                assertEquals(
                        commit ? "10" : "0",
                        theirs.<String>withConnection(
                                connection -> Lease.one(connection, "SELECT balance FROM account")));
            }
            assertEquals(0, ours.snapshot().lent() + theirs.snapshot().lent());
        } finally {
            Narayana.leaveNone();
            bank.drop();
        }
    }
}
