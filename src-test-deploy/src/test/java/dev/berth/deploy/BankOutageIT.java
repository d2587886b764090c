package dev.berth.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.demo.DemoPostgres;
import java.net.http.HttpResponse;
import java.util.concurrent.Callable;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The very EAR while one of its two database servers is away, and after it has come back. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class BankOutageIT {

    @Deployment(testable = false)
    static EnterpriseArchive bank() {
        return Deployments.bank();
    }

    @BeforeEach
    void reset() throws Exception {
        Bank.reset();
        // sessions in both pools, which an outage then cuts off
        assertEquals(201, Bank.transfer(1, 2, "1.00").statusCode());
    }

    private static <T> T without(DemoPostgres server, Callable<T> deed) throws Exception {
        server.stop();
        try {
            return deed.call();
        } finally {
            server.resume();
        }
    }

    private static void away(HttpResponse<String> answer) {
        assertEquals(503, answer.statusCode(), answer.body());
        assertTrue(answer.headers().firstValue("Retry-After").isPresent(), "no Retry-After");
    }

    @Test
    void without_the_ledger_a_transfer_is_unavailable() throws Exception {
        away(without(Servers.ledger(), () -> Bank.transfer(1, 2, "1.00")));
    }

    @Test
    void without_the_ledger_the_bank_does_not_change() throws Exception {
        var before = Bank.balance(1);
        without(Servers.ledger(), () -> Bank.transfer(1, 2, "1.00"));
        assertEquals(before, Bank.balance(1));
    }

    @Test
    void without_the_bank_a_transfer_is_unavailable() throws Exception {
        away(without(Servers.bank(), () -> Bank.transfer(1, 2, "1.00")));
    }

    @Test
    void without_the_bank_the_ledger_does_not_change() throws Exception {
        var before = Bank.entries();
        without(Servers.bank(), () -> Bank.transfer(1, 2, "1.00"));
        assertEquals(before, Bank.entries());
    }

    @Test
    void without_the_bank_a_user_is_unavailable() throws Exception {
        away(without(Servers.bank(), () -> Bank.get("/api/users/1")));
    }

    @Test
    void when_the_database_is_back_the_next_transfer_works() throws Exception {
        without(Servers.ledger(), () -> Bank.transfer(1, 2, "1.00"));
        assertEquals(201, Bank.transfer(1, 2, "1.00").statusCode());
    }

    @Test
    void a_database_that_was_away_unseen_is_no_failure() throws Exception {
        without(Servers.bank(), () -> 0);
        Await.endOfTrust();
        assertEquals(201, Bank.transfer(1, 2, "1.00").statusCode());
    }
}
