package dev.berth;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.managed.ConnectionSource;
import dev.berth.managed.StartCheck;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.BootstrapContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Whether the database gives what is configured: told at deployment, and of connections every hour. */
class StartCheckTest {

    private static final int HOUR = 3_600_000;

    private record Trouble(String name, Consumer<JdbcManagedConnectionFactory> change, String words, String sqlState) {}

    private static final List<Trouble> TROUBLES = List.of(
            new Trouble(
                    "nobody answers",
                    f -> f.setConnectionURL("jdbc:postgresql://127.0.0.1:1/postgres"),
                    "127.0.0.1:1",
                    "08001"),
            new Trouble(
                    "no such database",
                    f -> f.setConnectionURL(TestPostgres.url().replaceFirst("/postgres$", "/nowhere")),
                    "nowhere",
                    "3D000"),
            new Trouble("wrong password", f -> f.setPassword("wr0ng-s3cr3t"), TestPostgres.USER, "28P01"),
            new Trouble("no such role", f -> f.setRole("nobody_at_all"), "CREATE ROLE it", "22023"),
            new Trouble(
                    "a role that is not granted", f -> f.setRole("check_stranger"), "GRANT it to the user", "42501"),
            new Trouble("no such schema", f -> f.setSchema("missing_room"), "missing_room", "HY000"),
            new Trouble("a closed schema", f -> f.setSchema("check_closed"), "GRANT USAGE", "HY000"),
            new Trouble("initial SQL that fails", f -> f.setConnectionInitSql("SELECT nothing"), "nothing", "42703"),
            new Trouble(
                    "a password file that is missing", f -> f.setPassword("${file:/no/such}"), "/no/such", "HY024"));

    @BeforeAll
    static void objects() {
        TestPostgres.asSuperuser(
                "CREATE ROLE check_stranger",
                "CREATE SCHEMA check_closed",
                "CREATE ROLE check_narrow LOGIN PASSWORD 'n' CONNECTION LIMIT 3");
    }

    private static JdbcManagedConnectionFactory factory(String mode, Consumer<JdbcManagedConnectionFactory> change) {
        var factory = TestPostgres.factory();
        factory.setCheckOnStart(mode);
        factory.setPoolName("checked");
        change.accept(factory);
        return factory;
    }

    private static StartCheck check(Consumer<JdbcManagedConnectionFactory> change) {
        var factory = factory("warn", change);
        return new StartCheck(ConnectionSource.of(factory, Configs.of(factory)));
    }

    @TestFactory
    Stream<DynamicTest> warn_tells_each_trouble_once_and_deploys() {
        return TROUBLES.stream()
                .map(trouble -> DynamicTest.dynamicTest(trouble.name(), () -> {
                    try (var said = new Said()) {
                        check(trouble.change()).warn();
                        var told = said.warnings(trouble.words());
                        assertEquals(1, told.size(), said::all);
                        assertTrue(told.get(0).startsWith("checked: "), told::toString);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> fail_refuses_the_deployment_and_says_why() {
        return TROUBLES.stream()
                .map(trouble -> DynamicTest.dynamicTest(trouble.name(), () -> {
                    var refused = assertThrows(
                            ResourceException.class,
                            () -> factory("fail", trouble.change()).createConnectionFactory());
                    assertTrue(refused.getMessage().contains(trouble.words()), refused::getMessage);
                    assertTrue(refused.getMessage().contains("checkOnStart=fail"), refused::getMessage);
                    assertEquals(trouble.sqlState(), refused.getErrorCode());
                }));
    }

    @Test
    void fail_deploys_on_a_database_without_trouble_and_off_asks_nobody() throws Exception {
        try (var said = new Said();
                var cable = SwitchedCable.to(TestPostgres.port())) {
            assertDoesNotThrow(() -> factory("fail", f -> {}).createConnectionFactory());
            var url = "jdbc:postgresql://127.0.0.1:" + cable.port() + "/postgres";
            try (var deployed = new Deployed(factory("off", f -> f.setConnectionURL(url)))) {
                deployed.timers.forEach(Recorded::runAll);
            }
            assertEquals(0, cable.connections());
            assertEquals(List.of(), said.warnings(""));
        }
    }

    // ---- in a server ----

    /** A timer whose tasks a test runs. */
    private static final class Recorded extends Timer {

        private final List<TimerTask> once = new ArrayList<>();
        private final List<TimerTask> hourly = new ArrayList<>();

        Recorded() {
            super(true);
        }

        @Override
        public void schedule(TimerTask task, long delay) {
            once.add(task);
        }

        @Override
        public void schedule(TimerTask task, long delay, long period) {
            if (period == HOUR) {
                hourly.add(task);
            }
        }

        void runAll() {
            once.forEach(TimerTask::run);
            once.clear();
            hourly.forEach(TimerTask::run);
        }
    }

    private static final class Deployed implements AutoCloseable {

        final List<Recorded> timers = new ArrayList<>();
        private final JdbcResourceAdapter adapter = new JdbcResourceAdapter();

        Deployed(JdbcManagedConnectionFactory factory) throws Exception {
            adapter.start(Fakes.of(BootstrapContext.class, Map.of("createTimer", (proxy, method, arguments) -> {
                var timer = new Recorded();
                timers.add(timer);
                return timer;
            })));
            factory.setResourceAdapter(adapter);
            factory.createConnectionFactory();
        }

        @Override
        public void close() {
            adapter.stop();
        }
    }

    @Test
    void at_deployment_and_every_hour_the_server_is_asked_whether_the_planned_connections_fit() throws Exception {
        try (var said = new Said();
                var deployed = new Deployed(factory("warn", f -> {
                    f.setUserName("check_narrow");
                    f.setPassword("n");
                    f.setPlannedConnections(4);
                }))) {
            deployed.timers.forEach(Recorded::runAll);
            var told = said.warnings("plannedConnections");
            assertEquals(1, told.size(), said::all);
            for (var words : List.of("checked: 4 connections", "3 at most", "of the role 3", "by application: ")) {
                assertTrue(told.get(0).contains(words), told::toString);
            }
            TestPostgres.asSuperuser("ALTER ROLE check_narrow CONNECTION LIMIT 400");
            TestPostgres.asSuperuser("ALTER DATABASE postgres CONNECTION LIMIT 300");
            deployed.timers.forEach(Recorded::runAll);
            assertEquals(1, said.warnings("plannedConnections").size(), "it fits now");
            TestPostgres.asSuperuser("ALTER ROLE check_narrow CONNECTION LIMIT 2");
            deployed.timers.forEach(Recorded::runAll);
            deployed.timers.forEach(Recorded::runAll);
            assertEquals(2, said.warnings("plannedConnections").size(), "once for the same");
        } finally {
            TestPostgres.asSuperuser(
                    "ALTER ROLE check_narrow CONNECTION LIMIT 3", "ALTER DATABASE postgres CONNECTION LIMIT -1");
        }
    }

    @Test
    void the_meta_data_of_a_connection_tell_what_its_user_can_have() throws Exception {
        var narrow = factory("off", f -> {
            f.setUserName("check_narrow");
            f.setPassword("n");
        });
        try (var lease = new Lease(narrow)) {
            assertEquals(3, lease.managed.getMetaData().getMaxConnections());
        }
        int reserved = Integer.parseInt(TestPostgres.column("SELECT current_setting('superuser_reserved_connections')"
                        + "::int + coalesce(current_setting('reserved_connections', true), '0')::int")
                .get(0));
        try (var lease = Lease.open()) {
            assertEquals(200 - reserved, lease.managed.getMetaData().getMaxConnections());
        }
    }

    @Test
    void a_database_without_a_free_place_is_not_hammered() throws Exception {
        TestPostgres.asSuperuser("CREATE ROLE check_full LOGIN PASSWORD 'n' CONNECTION LIMIT 1");
        try (var cable = SwitchedCable.to(TestPostgres.port());
                var said = new Said()) {
            var factory = factory("off", f -> {
                f.setConnectionURL("jdbc:postgresql://127.0.0.1:" + cable.port() + "/postgres");
                f.setUserName("check_full");
                f.setPassword("n");
            });
            try (var held = new Lease(factory)) {
                long before = cable.connections();
                long begin = System.nanoTime();
                int asked = 0;
                while (System.nanoTime() - begin < 500_000_000L) {
                    var refused =
                            assertThrows(ResourceException.class, () -> factory.createManagedConnection(null, null));
                    assertEquals("53300", refused.getErrorCode());
                    asked++;
                }
                long tried = cable.connections() - before;
                assertTrue(tried <= 6, asked + " borrows knocked " + tried + " times");
                assertTrue(asked > 100, "borrows wait: only " + asked);
                assertEquals(1, said.warnings("cannot be reached").size(), said::all);
            }
            Until.holds(() -> {
                try {
                    factory.createManagedConnection(null, null).destroy();
                    return true;
                } catch (ResourceException notYet) {
                    return false;
                }
            });
        }
    }
}
