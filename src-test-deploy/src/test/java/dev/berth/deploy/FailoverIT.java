package dev.berth.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.ReplicatedPostgres;
import dev.berth.TestPostgres;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.as.arquillian.api.ServerSetup;
import org.jboss.as.arquillian.container.ManagementClient;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A primary that loses its power under load, and a standby that is promoted: when the application works again. */
@ExtendWith(ArquillianExtension.class)
@ServerSetup(FailoverIT.Adapter.class)
@RunAsClient
class FailoverIT {

    private static final int CLIENTS = 32;
    private static final Duration OUTAGE = Duration.ofSeconds(4);
    private static final Duration BOUND = Duration.ofSeconds(15);

    private static ReplicatedPostgres servers;

    static final class Adapter extends AdapterSetup {

        @Override
        void add(Pools pools) throws Exception {
            servers = ReplicatedPostgres.start();
            try (var connection = servers.superuser();
                    var statement = connection.createStatement()) {
                statement.execute("create table notes (note text primary key)");
                statement.execute("grant all on notes to " + TestPostgres.USER);
            }
            servers.awaitReplay();
            pools.pool(
                    "pair",
                    Map.of(
                            "connectionURL", servers.urlOfBoth() + "?targetServerType=primary",
                            "userName", TestPostgres.USER,
                            "password", TestPostgres.PASSWORD),
                    "max-pool-size",
                    16);
        }

        @Override
        public void tearDown(ManagementClient client, String containerId) throws Exception {
            try (var ended = servers) {
                super.tearDown(client, containerId);
            }
        }
    }

    @Deployment(testable = false)
    static WebArchive application() {
        return DeedApp.war();
    }

    @Test
    void after_a_promotion_every_client_works_on_the_new_primary_within_seconds() throws Exception {
        try (var load = Load.start("pair", CLIENTS)) {
            load.awaitAll();
            assertEquals(Set.of(servers.firstPort()), ports(load));
            servers.killPrimary();
            long killed = System.nanoTime();
            Await.until(
                    "an outage of some length, seen by all",
                    () -> load.failures().size() >= CLIENTS && System.nanoTime() - killed > OUTAGE.toNanos());
            long promoted = servers.promoteStandby();
            long first = awaitSuccess(load, promoted, 1);
            long all = awaitSuccess(load, promoted, CLIENTS);
            System.out.printf(
                    "Failover in WildFly, %d clients: first success %d ms, all %d ms after the promotion; %d failures%n",
                    CLIENTS, first, all, load.failures().size());
            assertTrue(all < BOUND.toMillis(), all + " ms");
            load.close();
            assertEquals(Set.of(servers.secondPort()), ports(load));
        }
    }

    /** Milliseconds from then until so many clients have had a success. */
    private static long awaitSuccess(Load load, long since, int clients) throws Exception {
        Await.until(
                "a success of " + clients + " clients",
                () -> load.lastSuccesses().filter(at -> at - since > 0).count(),
                count -> count >= clients);
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
    }

    /** Where the clients' last transactions were. */
    private static Set<Integer> ports(Load load) {
        return load.lastBackends().stream()
                .map(backend -> Integer.parseInt(backend.split(" ", -1)[1]))
                .collect(Collectors.toSet());
    }
}
