package dev.berth.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.as.arquillian.api.ServerSetup;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Physical connections that die or grow old, and are replaced without the application or the server's pool noticing. */
@ExtendWith(ArquillianExtension.class)
@ServerSetup(ReplacedUnderneathIT.Adapter.class)
@RunAsClient
class ReplacedUnderneathIT {

    private static final int SIZE = 5;
    private static final int CLIENTS = 8;
    private static final Duration LOAD = Duration.ofSeconds(7);

    static final class Adapter extends AdapterSetup {

        @Override
        void add(Pools pools) {
            var bank = Database.bank();
            pools.pool("matched", bank, "validate-on-match", true)
                    .pool("unmatched", bank.properties(), Pools.BACKGROUND_VALIDATION)
                    .pool("ageing", bank.properties("maxLifetime", "2"))
                    .pool("ageing-unmatched", bank.properties("maxLifetime", "2"), Pools.BACKGROUND_VALIDATION);
        }
    }

    private final Management management = Management.connect();
    private final Database bank = Database.bank();

    @Deployment(testable = false)
    static WebArchive application() {
        return DeedApp.war();
    }

    @AfterEach
    void close() {
        management.close();
    }

    /** What the pool has created and destroyed. */
    private String turnover(String pool) {
        return Pools.counted(management, pool, "CreatedCount") + " created, "
                + Pools.counted(management, pool, "DestroyedCount") + " destroyed";
    }

    @ParameterizedTest
    @ValueSource(strings = {"matched", "unmatched"})
    void sessions_that_an_administrator_ended_are_no_failure_and_no_work_for_the_pool(String pool) throws Exception {
        List<String> ended = DeedApp.done(pool, "crowd", SIZE);
        var before = turnover(pool);
        for (var backend : ended) {
            bank.kill(Integer.parseInt(backend));
        }
        Await.endOfTrust();
        var fresh = new HashSet<>(DeedApp.done(pool, "crowd", SIZE));
        assertEquals(SIZE, fresh.size());
        assertTrue(ended.stream().noneMatch(fresh::contains), ended + " and " + fresh);
        assertEquals(before, turnover(pool));
        assertEquals(0, Pools.counted(management, pool, "DestroyedCount"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"matched", "unmatched"})
    void ended_sessions_are_no_failure_for_transactions_of_the_container_either(String pool) throws Exception {
        List<String> ended = DeedApp.done(pool, "crowd", SIZE);
        var before = turnover(pool);
        for (var backend : ended) {
            bank.kill(Integer.parseInt(backend));
        }
        Await.endOfTrust();
        assertFalse(ended.contains(DeedApp.done(pool, "book", "").get(0)));
        assertEquals(before, turnover(pool));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ageing", "ageing-unmatched"})
    void connections_grow_old_under_load_and_no_transaction_fails(String pool) throws Exception {
        DeedApp.done(pool, "crowd", CLIENTS);
        var before = turnover(pool);
        try (var load = Load.start(pool, CLIENTS)) {
            Await.passing(LOAD);
            load.close();
            assertEquals(List.of(), load.failures());
            // each place of the pool had a successor every two seconds
            assertTrue(load.backends().size() >= 2 * CLIENTS, load.backends() + " in " + load.successes());
            System.out.println("maxLifetime=2, " + pool + ": " + load.successes() + " transactions, "
                    + load.backends().size() + " backends, " + turnover(pool));
        }
        assertEquals(before, turnover(pool));
    }
}
