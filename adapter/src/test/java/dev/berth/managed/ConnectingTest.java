package dev.berth.managed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.SwitchedCable;
import dev.berth.TestPostgres;
import jakarta.resource.ResourceException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What bounds and spaces the attempts to connect, and the questions to idle connections. */
class ConnectingTest {

    private static final Pattern RETRY_AFTER = Pattern.compile("Not tried: (\\d+) .* Retry-After: (\\d+) ms");

    @Test
    void after_so_many_failures_in_a_row_borrows_fail_at_once_and_tries_are_spaced() throws Exception {
        try (var cable = SwitchedCable.to(TestPostgres.port());
                var kept = new Kept(factory -> {
                    factory.setConnectionURL("jdbc:postgresql://127.0.0.1:" + cable.port() + "/postgres");
                    factory.setBreakerFailures(2);
                    factory.setBreakerMaxDelay(1);
                })) {
            cable.refuse();
            for (int i = 0; i < 2; i++) {
                var tried = assertThrows(ResourceException.class, kept::open);
                assertFalse(tried.getMessage().contains("Not tried"), tried::getMessage);
            }
            long longest = 0;
            for (int i = 0; i < 10; i++) {
                var refused = assertThrows(ResourceException.class, kept::open);
                var told = RETRY_AFTER.matcher(refused.getMessage());
                assertTrue(told.find(), refused::getMessage);
                assertEquals(2 + i, Integer.parseInt(told.group(1)));
                longest = Math.max(longest, Long.parseLong(told.group(2)));
                kept.clock.advance(Duration.ofSeconds(1));
                assertThrows(ResourceException.class, kept::open); // the one that asks again
            }
            assertTrue(longest > 400 && longest <= 1000, longest + " ms");
            cable.accept();
            kept.clock.advance(Duration.ofSeconds(1));
            Kept.use(kept.open());
        }
    }

    @Test
    void with_no_breaker_each_borrow_tries() throws Exception {
        try (var cable = SwitchedCable.to(TestPostgres.port());
                var kept = new Kept(factory -> {
                    factory.setConnectionURL("jdbc:postgresql://127.0.0.1:" + cable.port() + "/postgres");
                    factory.setBreakerFailures(0);
                })) {
            cable.refuse();
            for (int i = 0; i < 20; i++) {
                var tried = assertThrows(ResourceException.class, kept::open);
                assertFalse(tried.getMessage().contains("Not tried"), tried::getMessage);
            }
        }
    }

    @Test
    void a_host_that_takes_no_connection_is_given_up_after_the_connect_timeout() throws Exception {
        var waiting = new ArrayList<Socket>();
        try (var full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 2; i++) { // nobody accepts, and no more can wait
                waiting.add(new Socket(InetAddress.getLoopbackAddress(), full.getLocalPort()));
            }
            try (var kept = new Kept(factory -> {
                factory.setConnectionURL("jdbc:postgresql://127.0.0.1:" + full.getLocalPort() + ",127.0.0.1:"
                        + TestPostgres.port() + "/postgres");
                factory.setConnectTimeout(1);
                factory.setLoginTimeout(60);
            })) {
                long begin = System.nanoTime();
                Kept.use(kept.open());
                long taken = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
                assertTrue(taken >= 900 && taken < 20_000, taken + " ms for the first host");
            }
        } finally {
            for (var socket : waiting) {
                socket.close();
            }
        }
    }

    @Test
    void an_idle_connection_is_asked_after_the_keepalive_time_or_never() throws Exception {
        for (int seconds : new int[] {7, 0}) {
            try (var cable = SwitchedCable.to(TestPostgres.port());
                    var kept = new Kept(factory -> {
                        factory.setConnectionURL("jdbc:postgresql://127.0.0.1:" + cable.port() + "/postgres");
                        factory.setKeepaliveTime(seconds);
                    })) {
                var managed = kept.open();
                long before = cable.flights();
                kept.clock.advance(Duration.ofSeconds(6));
                managed.idleCare().look();
                assertEquals(0, cable.flights() - before);
                kept.clock.advance(Duration.ofSeconds(1));
                managed.idleCare().look();
                assertEquals(seconds == 0 ? 0 : 1, cable.flights() - before);
            }
        }
    }
}
