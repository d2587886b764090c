package dev.berth.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.Obligation;
import java.util.HashMap;
import java.util.Map;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an administrator is told about a configuration that cannot work: at deployment, or at the first use. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
@Obligation({69, 78, 95})
class BadConfigurationIT {

    private static final String ID = "bad";

    private final Map<String, String> properties = new HashMap<>(Map.of(
            "connectionURL", Database.bank().url(),
            "userName", Database.bank().user(),
            "password", Database.bank().password()));
    private final Management management = Management.connect();

    @AfterEach
    void remove() {
        if (management.exists("deployment=" + Deployments.RAR)) {
            management.undeploy(Deployments.RAR);
        }
        Pools.remove(management, ID);
        management.close();
    }

    private void deploy() {
        Pools.create(management, ID, Deployments.RAR).pool(ID, properties);
        management.deploy(Deployments.rar());
    }

    /** The server's words when it refuses the deployment. */
    private String refusal() {
        return assertThrows(Management.Refused.class, this::deploy).getMessage();
    }

    /** What an application is told when it borrows. */
    private String firstUse() throws Exception {
        deploy();
        return Probe.once(management, "java:/jdbc/" + ID);
    }

    private static void names(String text, String... parts) {
        for (var part : parts) {
            assertTrue(text.contains(part), "'" + part + "' is not in: " + text);
        }
    }

    @Test
    void the_good_configuration_works() throws Exception {
        assertEquals("ok " + Database.bank().user() + " in bank", firstUse());
    }

    @Test
    void a_url_of_no_driver_is_refused_at_deployment() {
        properties.put("connectionURL", "jdbc:nosuchdatabase://127.0.0.1/bank");
        names(refusal(), "connectionURL", "jdbc:nosuchdatabase:");
    }

    @Test
    void a_missing_url_is_refused_at_deployment() {
        properties.remove("connectionURL");
        names(refusal(), "connectionURL", "missing");
    }

    @Test
    void a_password_in_the_url_is_refused_and_not_repeated() {
        properties.put("connectionURL", Database.bank().url() + "?password=hidden4711");
        var text = refusal();
        names(text, "connectionURL");
        assertFalse(text.contains("hidden4711"), text);
    }

    @Test
    void an_unknown_driver_property_is_refused_at_deployment() {
        properties.put("driverProperties", "aplicationName=bank");
        names(refusal(), "driverProperties", "aplicationName");
    }

    @Test
    void a_negative_number_is_refused_at_deployment() {
        properties.put("loginTimeout", "-1");
        names(refusal(), "loginTimeout", "-1");
    }

    @Test
    void an_unknown_level_is_refused_at_deployment() {
        properties.put("transactionLevel", "Sometimes");
        names(refusal(), "transactionLevel", "Sometimes");
    }

    @Test
    void xa_of_a_class_without_xa_is_refused_at_deployment() {
        properties.put("dataSourceClass", "org.postgresql.ds.PGSimpleDataSource");
        properties.put("driverProperties", "URL=" + properties.remove("connectionURL"));
        properties.put("dialect", "standard");
        properties.put("transactionLevel", "XATransaction");
        names(refusal(), "transactionLevel", "PGSimpleDataSource");
    }

    @Test
    void an_unknown_class_is_refused_at_deployment() {
        properties.remove("connectionURL");
        properties.put("dataSourceClass", "com.example.NoSuchDataSource");
        names(refusal(), "dataSourceClass", "com.example.NoSuchDataSource");
    }

    @Test
    void a_wrong_password_is_told_at_first_use() throws Exception {
        properties.put("password", "wrong4711");
        var seen = firstUse();
        names(seen, "28P01", Database.bank().user());
    }

    @Test
    void a_wrong_password_is_written_nowhere() throws Exception {
        properties.put("password", "wrong4712");
        var seen = firstUse();
        assertFalse(seen.contains("wrong4712"), seen);
        assertFalse(ServerLog.text().contains("wrong4712"));
    }

    @Test
    void a_closed_port_is_told_at_first_use() throws Exception {
        properties.put("connectionURL", "jdbc:postgresql://127.0.0.1:1/bank");
        names(firstUse(), "08001", "127.0.0.1:1");
    }

    @Test
    void an_unknown_host_is_told_at_first_use() throws Exception {
        properties.put("connectionURL", "jdbc:postgresql://no-such-host.invalid/bank");
        names(firstUse(), "08001", "no-such-host.invalid");
    }
}
