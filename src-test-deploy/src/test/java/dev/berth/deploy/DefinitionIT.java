package dev.berth.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.Obligation;
import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import javax.sql.DataSource;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.container.test.api.Testable;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The .rar in an application's own EAR, configured by the application's @ConnectionFactoryDefinition. WildFly gives
 * such a definition no XA recovery: good for a demonstration only.
 */
@ExtendWith(ArquillianExtension.class)
@Obligation({92})
class DefinitionIT {

    @Deployment
    static EnterpriseArchive application() {
        var war = Deployments.war("definition.war", DefinitionIT.class, DefinedFactory.class);
        return ShrinkWrap.create(EnterpriseArchive.class, "definition.ear")
                .addAsModule(Deployments.rar())
                .addAsModule(Testable.archiveToTest(war));
    }

    @Resource(lookup = "java:app/jdbc/defined")
    private DataSource defined;

    @Inject
    private Tx tx;

    private final Database bank = Database.bank();
    private final String note = Notes.fresh();

    @Test
    void a_borrow_reaches_the_database() throws Exception {
        try (var connection = defined.getConnection()) {
            assertEquals("bank", Notes.value(connection, "select current_database()"));
        }
    }

    @Test
    void commit_reaches_the_database() throws Exception {
        tx.inOne(() -> Notes.write(defined, note));
        assertTrue(bank.has(note));
    }

    @Test
    void rollback_leaves_nothing() throws Exception {
        tx.undone(() -> Notes.write(defined, note));
        assertFalse(bank.has(note));
    }

    /** Why this way is for demonstrations: WildFly says it in its log, and only there. */
    @Test
    @RunAsClient
    void the_server_gives_it_no_recovery() throws Exception {
        assertTrue(ServerLog.text()
                .contains("IJ020016: Missing <recovery> element. XA recovery disabled for: java:app/jdbc/defined"));
    }
}
