package dev.berth.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.as.arquillian.api.ServerSetup;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What one bean leaves in a session, and what the next one that gets it finds there: nothing. */
@ExtendWith(ArquillianExtension.class)
@ServerSetup(StandaloneAdapter.class)
class CleanSessionIT {

    /** Whatever a session may be left with, in one line. */
    private static final String STATE = "select pg_backend_pid() || ' ' || current_user || ' '"
            + " || current_setting('search_path') || ' ' || current_setting('work_mem')"
            + " || ' temporary: ' || (to_regclass('pg_temp.heap') is not null)"
            + " || ' locks: ' || (select count(*) from pg_locks"
            + " where pid = pg_backend_pid() and locktype = 'advisory')"
            + " || ' prepared: ' || (select count(*) from pg_prepared_statements where from_sql)"
            + " || ' channels: ' || (select count(*) from pg_listening_channels())";

    @Deployment
    static WebArchive application() {
        return Deployments.application(CleanSessionIT.class);
    }

    @Inject
    private Tx tx;

    /** One connection only, so that whoever is next has that. */
    @Resource(lookup = "java:/jdbc/single")
    private DataSource single;

    @BeforeEach
    void admit() throws Exception {
        Database.bank().execute("grant clerk1 to " + Database.bank().user());
    }

    private String state() throws SQLException {
        try (var connection = single.getConnection()) {
            return Notes.value(connection, STATE);
        }
    }

    private static void litter(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("create temp table heap (i int)");
            statement.execute("select pg_advisory_lock(4711)");
            statement.execute("prepare mine as select 1");
            statement.execute("listen mine");
            statement.execute("set search_path = pg_catalog");
            statement.execute("set work_mem = '99MB'");
            statement.execute("set role clerk1");
        }
    }

    @Test
    void what_a_bean_leaves_after_its_transaction_is_gone() throws Exception {
        var before = state();
        tx.inOne(() -> {
            try (var connection = single.getConnection()) {
                litter(connection);
            }
        });
        assertEquals(before, state());
    }

    @Test
    void what_a_bean_leaves_without_a_transaction_is_gone_for_a_transaction() throws Exception {
        var before = tx.required(this::state);
        tx.without(() -> {
            try (var connection = single.getConnection()) {
                litter(connection);
            }
            return null;
        });
        assertEquals(before, tx.required(this::state));
    }

    @Test
    void what_is_left_stays_for_the_rest_of_its_own_transaction() throws Exception {
        tx.inOne(() -> {
            try (var connection = single.getConnection()) {
                litter(connection);
            }
            try (var connection = single.getConnection()) {
                assertEquals("clerk1", Notes.value(connection, "select current_user"));
            }
        });
    }
}
