package dev.berth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.managed.StartCheck;
import jakarta.resource.spi.BootstrapContext;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.Map;
import java.util.Timer;
import org.junit.jupiter.api.Test;

/** What is looked after by timers, in whatever order a server starts the adapter and binds its factories. */
class WatchesTest {

    private static final BootstrapContext SERVER =
            Fakes.of(BootstrapContext.class, Map.of("createTimer", (proxy, method, arguments) -> new Timer(true)));

    private static JdbcManagedConnectionFactory wrong() {
        var factory = TestPostgres.factory();
        factory.setPassword("wrong");
        factory.setPoolName("watched");
        return factory;
    }

    @Test
    void a_factory_that_is_bound_before_the_adapter_starts_is_checked_once_at_its_start() throws Exception {
        checked(true);
    }

    @Test
    void a_factory_that_is_bound_after_the_adapter_has_started_is_checked_once() throws Exception {
        checked(false);
    }

    private static void checked(boolean boundFirst) throws Exception {
        var adapter = new JdbcResourceAdapter();
        var factory = wrong();
        factory.setResourceAdapter(adapter);
        try (var said = new Said()) {
            if (boundFirst) {
                factory.createConnectionFactory();
            }
            adapter.start(SERVER);
            factory.createConnectionFactory();
            Until.holds(() -> !said.warnings("watched: ").isEmpty());
            assertEquals(1, said.warnings("watched: ").size(), said::all);
        } finally {
            adapter.stop();
        }
    }

    @Test
    void what_is_under_way_with_a_database_has_ended_when_the_adapter_has_stopped() throws Exception {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) { // accepts, and says nothing
            var adapter = new JdbcResourceAdapter();
            var factory = TestPostgres.factory();
            factory.setConnectionURL("jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/nobody");
            factory.setConnectTimeout(1);
            factory.setLoginTimeout(2);
            factory.setResourceAdapter(adapter);
            adapter.start(SERVER);
            factory.createConnectionFactory();
            Until.holds(WatchesTest::atWork);
            adapter.stop();
            assertEquals(false, atWork(), "the server takes the classes away now");
        }
    }

    private static boolean atWork() {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(Arrays::stream)
                .anyMatch(frame -> frame.getClassName().equals(StartCheck.class.getName()));
    }
}
