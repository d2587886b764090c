package dev.berth.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Pattern;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.as.arquillian.api.ServerSetup;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the server's log says of a statement that takes long. */
@ExtendWith(ArquillianExtension.class)
@ServerSetup(SlowStatementIT.Adapter.class)
@RunAsClient
class SlowStatementIT {

    private static final Pattern LINE =
            Pattern.compile("Slow statement on of-slow: (\\d+) ms, .*\\b1 row.*: select pg_sleep\\(\\?\\), \\?, i");

    static final class Adapter extends AdapterSetup {

        @Override
        void add(Pools pools) {
            pools.pool("slow", Database.bank().properties("poolName", "of-slow", "slowStatementThreshold", "200"));
        }
    }

    @Deployment(testable = false)
    static WebArchive application() {
        return DeedApp.war();
    }

    @Test
    void a_slow_statement_is_one_line_and_its_parameters_are_not_in_it() throws Exception {
        long mark = ServerLog.mark();
        assertEquals(
                "personal4711", DeedApp.done("slow", "dawdle", "personal4711").get(0));
        var line = ServerLog.awaitLine(mark, "WARN", "Slow statement on of-slow");
        var found = LINE.matcher(line);
        assertTrue(found.find(), line);
        assertTrue(Integer.parseInt(found.group(1)) >= 300, line);
        assertEquals(1, ServerLog.lines(mark, "Slow statement on").size());
        assertFalse(ServerLog.since(mark).contains("personal4711"), ServerLog.since(mark));
    }
}
