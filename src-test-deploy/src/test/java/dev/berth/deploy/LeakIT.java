package dev.berth.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.as.arquillian.api.ServerSetup;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A bean that keeps its connection: what the server's log says of it, and that the pool can have its place back. */
@ExtendWith(ArquillianExtension.class)
@ServerSetup(LeakIT.Adapter.class)
@RunAsClient
class LeakIT {

    static final class Adapter extends AdapterSetup {

        @Override
        void add(Pools pools) {
            var bank = Database.bank();
            pools.pool("leaking", bank.properties("poolName", "of-leaks", "leakDetectionThreshold", "1"))
                    .pool(
                            "aborting",
                            bank.properties(
                                    "poolName", "of-aborts", "leakDetectionThreshold", "1", "leakAction", "abort"),
                            "max-pool-size",
                            1);
        }
    }

    @Deployment(testable = false)
    static WebArchive application() {
        return DeedApp.war();
    }

    @Test
    void a_bean_that_keeps_a_connection_is_told_with_its_stack_and_its_sql_and_so_is_the_return() throws Exception {
        long mark = ServerLog.mark();
        DeedApp.done("leaking", "take", "");
        var warning = ServerLog.awaitLine(mark, "WARN", "of-leaks has been out for");
        assertTrue(warning.contains("its last SQL: select 'the last of the hoarder'"), warning);
        var stack = ServerLog.after(mark, warning);
        assertTrue(stack.contains("at deployment.deeds.war//" + Hoarder.class.getName() + ".take("), stack);
        DeedApp.done("leaking", "giveBack", "");
        ServerLog.awaitLine(mark, "INFO", "of-leaks", "has come back after");
        assertEquals(1, ServerLog.lines(mark, "of-leaks has been out for").size());
    }

    @Test
    void an_aborted_leak_gives_its_place_back_to_the_pool() throws Exception {
        long mark = ServerLog.mark();
        DeedApp.done("aborting", "take", "");
        assertEquals(1, DeedApp.done("aborting", "crowd", 1).size());
        ServerLog.awaitLine(mark, "WARN", "of-aborts has been out for", "leakAction=abort");
        assertEquals(List.of("given", "back"), DeedApp.done("aborting", "giveBack", ""));
        assertEquals(1, DeedApp.done("aborting", "crowd", 1).size());
    }
}
