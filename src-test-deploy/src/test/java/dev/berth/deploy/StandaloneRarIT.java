package dev.berth.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.Obligation;
import jakarta.annotation.Resource;
import jakarta.resource.Referenceable;
import java.io.Serializable;
import java.sql.SQLException;
import javax.naming.InitialContext;
import javax.sql.DataSource;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.as.arquillian.api.ServerSetup;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.PGConnection;

/** The .rar by itself, configured through the management model: what an application finds in JNDI. */
@ExtendWith(ArquillianExtension.class)
@ServerSetup(StandaloneAdapter.class)
@Obligation({1, 3, 86, 88, 91, 101})
class StandaloneRarIT {

    @Deployment
    static WebArchive application() {
        return Deployments.application(StandaloneRarIT.class);
    }

    /** With a password of #{file:...}. */
    @Resource(lookup = "java:/jdbc/filed")
    private DataSource filed;

    @Resource(lookup = "java:/jdbc/one")
    private DataSource one;

    @Resource(lookup = "java:/jdbc/two")
    private DataSource two;

    @Test
    @SuppressWarnings("BanJNDI") // the very point
    void jndi_gives_a_data_source() throws Exception {
        assertInstanceOf(DataSource.class, InitialContext.doLookup("java:/jdbc/one"));
    }

    @Test
    void the_data_source_can_be_bound_by_any_server() throws Exception {
        assertInstanceOf(Serializable.class, assertInstanceOf(Referenceable.class, one));
    }

    @Test
    void a_borrow_reaches_the_configured_database() throws Exception {
        try (var connection = one.getConnection()) {
            assertEquals("bank", Notes.value(connection, "select current_database()"));
        }
    }

    @Test
    void each_pool_reaches_its_own_database() throws Exception {
        try (var connection = two.getConnection()) {
            assertEquals("ledger", Notes.value(connection, "select current_database()"));
        }
    }

    @Test
    void a_borrow_is_the_configured_user() throws Exception {
        try (var connection = one.getConnection()) {
            assertEquals(Database.bank().user(), Notes.value(connection, "select current_user"));
        }
    }

    @Test
    void unwrap_gives_what_the_driver_offers() throws Exception {
        try (var connection = one.getConnection()) {
            assertTrue(connection.unwrap(PGConnection.class).getBackendPID() > 0);
        }
    }

    @Test
    void unwrap_of_a_foreign_type_is_refused() throws Exception {
        try (var connection = one.getConnection()) {
            assertThrows(SQLException.class, () -> connection.unwrap(java.util.concurrent.Callable.class));
        }
    }

    @Test
    void a_returned_connection_is_lent_again() throws Exception {
        assertEquals(Notes.backend(one), Notes.backend(one));
    }

    @Test
    void a_password_in_a_file_is_looked_up_by_the_adapter() throws Exception {
        try (var connection = filed.getConnection()) {
            assertEquals("1", Notes.value(connection, "select 1"));
        }
    }
}
