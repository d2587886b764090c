package dev.berth.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a deployment says of a database that will not do, and of a name that nobody knows. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class StartCheckIT {

    private static final String ID = "checked";

    private final Map<String, String> properties = Database.bank().properties("poolName", "of-start");
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

    private String refusal() {
        return assertThrows(Management.Refused.class, this::deploy).getMessage();
    }

    private static void names(String text, String... parts) {
        for (var part : parts) {
            assertTrue(text.contains(part), "'" + part + "' is not in: " + text);
        }
    }

    @Test
    void with_fail_a_wrong_password_is_refused_and_said() {
        properties.put("checkOnStart", "fail");
        properties.put("password", "wrong4713");
        var text = refusal();
        names(text, "of-start", "checkOnStart=fail", Database.bank().user(), "28P01");
        assertFalse(text.contains("wrong4713"), text);
    }

    @Test
    void with_fail_a_good_configuration_is_deployed() throws Exception {
        properties.put("checkOnStart", "fail");
        deploy();
        assertEquals("ok " + Database.bank().user() + " in bank", Probe.once(management, "java:/jdbc/" + ID));
    }

    @Test
    void with_warn_a_wrong_password_is_deployed_and_warned_of_once() throws Exception {
        long mark = ServerLog.mark();
        properties.put("password", "wrong4714");
        deploy();
        var line = ServerLog.awaitLine(mark, "WARN", "of-start");
        names(line, Database.bank().user(), "28P01");
        assertEquals("true", management.read("deployment=" + Deployments.RAR, "enabled"));
        management.undeploy(Deployments.RAR); // whatever it has to say is said
        assertEquals(1, ServerLog.lines(mark, "WARN", "of-start").size(), ServerLog.since(mark));
        assertFalse(ServerLog.since(mark).contains("wrong4714"));
    }

    @Test
    void a_typo_in_driver_properties_is_refused_with_the_nearest_name() {
        properties.put("driverProperties", "tcpKeepAlve=true");
        names(refusal(), "driverProperties", "tcpKeepAlve", "tcpKeepAlive");
    }

    @Test
    void a_typo_in_the_query_of_the_url_is_refused_with_the_nearest_name() {
        properties.merge("connectionURL", "?targetServerTyp=primary", String::concat);
        names(refusal(), "connectionURL", "targetServerTyp", "targetServerType");
    }
}
