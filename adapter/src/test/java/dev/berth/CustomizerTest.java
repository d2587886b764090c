package dev.berth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.config.ConnectionCustomizer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The user's own code in the life of a session. */
class CustomizerTest {

    /** Keeps account, and refuses as often as it is told. */
    private static final class Accountant implements ConnectionCustomizer {

        final List<String> calls = Collections.synchronizedList(new ArrayList<>());
        int refuseBorrows;
        int refuseReturns;
        RuntimeException thrown;
        String sql = "SELECT 1";

        @Override
        public void created(Connection connection) throws SQLException {
            calls.add("created");
            Lease.run(connection, "SET application_name = 'customized'");
        }

        @Override
        public void borrowing(Connection connection) throws SQLException {
            calls.add("borrowing");
            if (thrown != null) {
                throw thrown;
            }
            if (refuseBorrows-- > 0) {
                throw new SQLException("not this one", "HZ000");
            }
            Lease.run(connection, sql);
        }

        @Override
        public void returned(Connection connection) throws SQLException {
            calls.add("returned");
            if (refuseReturns-- > 0) {
                throw new SQLException("not again", "HZ000");
            }
        }
    }

    private final Accountant accountant = new Accountant();

    private PooledDataSource open() throws SQLException {
        return PooledDataSource.builder()
                .url(TestPostgres.url())
                .user(TestPostgres.USER)
                .password(TestPostgres.PASSWORD)
                .maximumPoolSize(1)
                .minimumIdle(0)
                .customizer(accountant)
                .build();
    }

    private static int backend(PooledDataSource source) throws SQLException {
        return source.withConnection(Lease::backend);
    }

    @Test
    void it_is_called_when_new_before_each_borrow_and_after_each_return() throws Exception {
        try (var source = open()) {
            assertEquals("customized", source.withConnection(c -> Lease.one(c, "SHOW application_name")));
            source.getConnection().close(); // also where nobody asks for anything
            assertEquals(List.of("created", "borrowing", "returned", "borrowing", "returned"), accountant.calls);
        }
    }

    @Test
    void a_connection_that_it_refuses_is_replaced_before_anybody_sees_it() throws Exception {
        try (var source = open()) {
            int first = backend(source);
            accountant.calls.clear();
            accountant.refuseBorrows = 1;
            assertNotEquals(first, backend(source));
            assertEquals(List.of("borrowing", "created", "borrowing", "returned"), accountant.calls);
            assertEquals(1, source.snapshot().size());
        }
    }

    @Test
    void refused_twice_the_borrow_fails_and_nothing_is_lost() throws Exception {
        try (var source = open()) {
            accountant.refuseBorrows = 2;
            var refused = assertThrows(SQLException.class, source::getConnection);
            assertEquals("HZ000", refused.getSQLState());
            assertTrue(refused.getMessage().contains("not this one"), refused::getMessage);
            assertEquals(0, source.snapshot().lent());
            backend(source);
        }
    }

    @Test
    void one_that_must_not_be_lent_again_is_closed() throws Exception {
        try (var source = open()) {
            accountant.refuseReturns = 1;
            int first = backend(source);
            assertNotEquals(first, backend(source));
        }
    }

    @Test
    void what_it_throws_or_leaves_open_is_named() throws Exception {
        try (var source = open()) {
            accountant.thrown = new IllegalArgumentException("a bug");
            var failed = assertThrows(SQLException.class, source::getConnection);
            assertEquals("58000", failed.getSQLState());
            for (var words : List.of(Accountant.class.getName(), "borrowing", "connectionCustomizer", "a bug")) {
                assertTrue(failed.getMessage().contains(words), failed::getMessage);
            }
            accountant.thrown = null;
            accountant.sql = "BEGIN";
            assertEquals(
                    "25000",
                    assertThrows(SQLException.class, source::getConnection).getSQLState());
            accountant.sql = "SELECT 1";
            backend(source);
        }
    }

    @Test
    void one_beside_the_adapter_is_found_by_its_class() throws Exception {
        var name = "connectionCustomizer";
        try (var source = PooledDataSource.builder()
                .url(TestPostgres.url())
                .user(TestPostgres.USER)
                .password(TestPostgres.PASSWORD)
                .property(name, Customizer.class.getName())
                .build()) {
            assertEquals("by a service", source.withConnection(c -> Lease.one(c, "SHOW application_name")));
        }
        var builder = PooledDataSource.builder().url(TestPostgres.url()).property(name, "no.such.Customizer");
        var refused = assertThrows(SQLException.class, builder::build);
        assertTrue(refused.getMessage().contains(Customizer.class.getName()), refused::getMessage);
    }

    /** A service. */
    public static final class Customizer implements ConnectionCustomizer {

        @Override
        public void created(Connection connection) throws SQLException {
            Lease.run(connection, "SET application_name = 'by a service'");
        }
    }
}
