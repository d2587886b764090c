package dev.berth.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.SwitchedCable;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.as.arquillian.api.ServerSetup;
import org.jboss.as.arquillian.container.ManagementClient;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A database that is away for a while: how fast an application hears so, what it hears, and when it works again. */
@ExtendWith(ArquillianExtension.class)
@ServerSetup(OutageIT.Adapter.class)
@RunAsClient
class OutageIT {

    private static final int LOGIN_SECONDS = 2;
    private static final int FAILURES = 5;

    private static SwitchedCable cable;

    static final class Adapter extends AdapterSetup {

        @Override
        void add(Pools pools) throws IOException {
            var url = Database.bank().url();
            int port = URI.create(url.substring("jdbc:".length())).getPort();
            cable = SwitchedCable.to(port);
            var properties = Database.bank()
                    .properties(
                            "connectionURL",
                            url.replace(":" + port, ":" + cable.port()),
                            "loginTimeout",
                            String.valueOf(LOGIN_SECONDS));
            pools.pool("matched", properties).pool("unmatched", properties, Pools.BACKGROUND_VALIDATION);
        }

        @Override
        public void tearDown(ManagementClient client, String containerId) throws Exception {
            try (var ended = cable) {
                super.tearDown(client, containerId);
            }
        }
    }

    @Deployment(testable = false)
    static WebArchive application() {
        return DeedApp.war();
    }

    @AfterEach
    void heal() throws Exception {
        cable.accept();
        cable.thaw();
    }

    /** How long it took, and what the application was told. */
    private record Told(long millis, String answer) {

        static Told once(String pool) throws IOException, InterruptedException {
            long start = System.nanoTime();
            var answer = DeedApp.answer(pool, "book", "");
            return new Told(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start), answer);
        }

        /** Nobody asked the database: the application knows when to come back. */
        boolean atOnce() {
            return answer.contains("Retry-After: ");
        }

        boolean worked() {
            return answer.startsWith("ok ");
        }
    }

    private static List<Told> together(int borrowers, String pool) throws Exception {
        var threads = Executors.newFixedThreadPool(borrowers);
        try {
            List<Callable<Told>> work = new ArrayList<>();
            for (int i = 0; i < borrowers; i++) {
                work.add(() -> Told.once(pool));
            }
            var all = new ArrayList<Told>();
            for (var done : threads.invokeAll(work)) {
                all.add(done.get());
            }
            return all;
        } finally {
            threads.shutdownNow();
        }
    }

    private static void worksAgain(String pool) throws Exception {
        long start = System.nanoTime();
        Await.until("a transaction over " + pool, () -> Told.once(pool), Told::worked);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        System.out.println("Outage: " + pool + " works " + millis + " ms after the database is back");
        assertTrue(millis < 6000, millis + " ms");
        assertEquals("ok", DeedApp.answer(pool, "book", "").substring(0, 2)); // and from then on
    }

    @Test
    void a_database_that_refuses_is_known_to_be_away_and_works_again_soon() throws Exception {
        for (var pool : List.of("matched", "unmatched")) {
            DeedApp.done(pool, "book", "");
            cable.refuse();
            cable.cut();
            for (int i = 0; i < FAILURES; i++) {
                assertTrue(!Told.once(pool).worked());
            }
            var told = Await.until("a refusal at once", () -> Told.once(pool), Told::atOnce);
            var first = told.answer().lines().findFirst().orElseThrow();
            assertTrue(first.startsWith("java.sql.SQLTransientConnectionException [08001]: "), told.answer());
            assertTrue(first.contains("Retry-After: "), told.answer());
            cable.accept();
            worksAgain(pool);
        }
    }

    @Test
    void while_one_attempt_waits_for_a_silent_database_all_others_are_told_at_once() throws Exception {
        DeedApp.done("matched", "book", "");
        cable.freeze();
        cable.cut();
        together(FAILURES + 1, "matched"); // as many attempts as it takes, each as long as a login may take
        var told = new ArrayList<Told>();
        Await.until("refusals at once", () -> {
            told.addAll(together(FAILURES, "matched"));
            return told.stream().filter(Told::atOnce).count() >= 20;
        });
        var quick = told.stream()
                .filter(Told::atOnce)
                .mapToLong(Told::millis)
                .sorted()
                .toArray();
        System.out.println("Outage: " + quick.length + " of " + told.size() + " refused at once, in " + quick[0]
                + " to " + quick[quick.length - 1] + " ms, median " + quick[quick.length / 2]);
        assertTrue(quick[quick.length / 2] < LOGIN_SECONDS * 1000 / 10, "median " + quick[quick.length / 2] + " ms");
        assertTrue(told.stream().noneMatch(Told::worked));
        cable.thaw();
        worksAgain("matched");
    }
}
