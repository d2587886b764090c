package dev.berth.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.annotation.Resource;
import jakarta.ejb.EJBException;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import javax.sql.DataSource;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.as.arquillian.api.ServerSetup;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** JPA over the JNDI name as its jta-data-source, alone and beside plain JDBC. */
@ExtendWith(ArquillianExtension.class)
@ServerSetup(StandaloneAdapter.class)
class PersistenceIT {

    @Deployment
    static WebArchive application() {
        var unit = """
                <persistence xmlns="https://jakarta.ee/xml/ns/persistence" version="3.0">
                  <persistence-unit name="notes" transaction-type="JTA">
                    <jta-data-source>java:/jdbc/one</jta-data-source>
                    <class>dev.berth.deploy.Note</class>
                  </persistence-unit>
                </persistence>
                """;
        return Deployments.application(PersistenceIT.class, Note.class)
                .addAsResource(new StringAsset(unit), "META-INF/persistence.xml");
    }

    @PersistenceContext(unitName = "notes")
    private EntityManager entities;

    @Inject
    private Tx tx;

    @Resource(lookup = "java:/jdbc/one")
    private DataSource one;

    private final Database bank = Database.bank();
    private final String note = Notes.fresh();

    @Test
    void persist_commits() throws Exception {
        tx.inOne(() -> entities.persist(new Note(note)));
        assertTrue(bank.has(note));
    }

    @Test
    void persist_is_undone_with_its_transaction() throws Exception {
        tx.undone(() -> {
            entities.persist(new Note(note));
            entities.flush();
        });
        assertFalse(bank.has(note));
    }

    @Test
    void a_broken_rule_of_the_database_undoes_all() throws Exception {
        var other = Notes.fresh();
        tx.inOne(() -> Notes.write(one, other));
        assertThrows(
                EJBException.class,
                () -> tx.inOne(() -> {
                    entities.persist(new Note(note));
                    entities.flush();
                    entities.persist(new Note(other));
                }));
        assertFalse(bank.has(note));
    }

    @Test
    void jdbc_sees_what_jpa_wrote_in_the_same_transaction() throws Exception {
        tx.inOne(() -> {
            entities.persist(new Note(note));
            entities.flush();
            try (var connection = one.getConnection()) {
                assertEquals("1", Notes.value(connection, "select count(*) from notes where note = '" + note + "'"));
            }
        });
    }

    @Test
    void jpa_sees_what_jdbc_wrote_in_the_same_transaction() throws Exception {
        tx.inOne(() -> {
            Notes.write(one, note);
            assertNotNull(entities.find(Note.class, note));
        });
    }

    @Test
    void jpa_and_jdbc_share_one_backend() throws Exception {
        tx.inOne(() -> assertEquals(
                Notes.backend(one),
                ((Number) entities.createNativeQuery("select pg_backend_pid()").getSingleResult()).intValue()));
    }
}
