package dev.berth.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.dmr.ModelNode;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The very EAR over HTTP: every answer that it promises, and what stands in both databases afterwards. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class BankHttpIT {

    @Deployment(testable = false)
    static EnterpriseArchive bank() {
        return Deployments.bank();
    }

    @BeforeEach
    void reset() throws Exception {
        Bank.reset();
    }

    private static ModelNode json(HttpResponse<String> answer) {
        return ModelNode.fromJSONString(answer.body());
    }

    /** The status, as a problem detail that says the same. */
    private static void problem(int status, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode(), answer.body());
        assertEquals(
                "application/problem+json",
                answer.headers().firstValue("Content-Type").orElse("none").split(";", 2)[0]);
        assertEquals(status, json(answer).get("status").asInt());
        assertFalse(json(answer).get("detail").asString().isEmpty());
    }

    // ---- reading ----

    @Test
    void a_user_is_read() throws Exception {
        var answer = Bank.get("/api/users/1");
        assertEquals(200, answer.statusCode());
        assertEquals("Ada", json(answer).get("name").asString());
    }

    @Test
    void a_balance_keeps_its_two_decimals() throws Exception {
        var answer = Bank.get("/api/users/3");
        assertTrue(answer.body().contains("25.50"), answer.body());
    }

    @Test
    void an_unknown_user_is_not_found() throws Exception {
        problem(404, Bank.get("/api/users/4711"));
    }

    @Test
    void what_is_no_number_is_not_found() throws Exception {
        problem(404, Bank.get("/api/users/ada"));
    }

    // ---- transfers ----

    @Test
    void a_transfer_is_created() throws Exception {
        assertEquals(201, Bank.transfer(1, 2, "12.50").statusCode());
    }

    @Test
    void a_transfer_is_in_both_databases() throws Exception {
        Bank.transfer(1, 2, "12.50");
        assertEquals("1:87.50 2:62.50 3:25.50 4:0.00 entries:1", Bank.books());
    }

    @Test
    void a_transfer_is_one_transaction_over_both() throws Exception {
        long inBank = Database.bank().logMark();
        long inLedger = Database.ledger().logMark();
        Bank.transfer(1, 2, "1.00");
        assertEquals(
                1, Database.bank().statementsSince(inBank, "COMMIT PREPARED '").size());
        assertEquals(
                1,
                Database.ledger().statementsSince(inLedger, "COMMIT PREPARED '").size());
    }

    @Test
    void a_whole_balance_may_go() throws Exception {
        assertEquals(201, Bank.transfer(3, 4, "25.50").statusCode());
        assertEquals(new BigDecimal("0.00"), Bank.balance(3));
    }

    @Test
    void to_an_unknown_user_is_not_found_and_changes_nothing() throws Exception {
        var before = Bank.books();
        problem(404, Bank.transfer(1, 4711, "1.00"));
        assertEquals(before, Bank.books());
    }

    @Test
    void too_little_money_is_a_conflict_and_changes_nothing() throws Exception {
        var before = Bank.books();
        problem(409, Bank.transfer(2, 1, "50.01"));
        assertEquals(before, Bank.books());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "malformed JSON           | {\"fromId\":1,",
                "no body                  | ` `",
                "not an object            | [1, 2, 3]",
                "amount 0                 | {\"fromId\":1,\"toId\":2,\"amount\":0}",
                "amount below 0           | {\"fromId\":1,\"toId\":2,\"amount\":-1}",
                "three decimals           | {\"fromId\":1,\"toId\":2,\"amount\":1.005}",
                "amount missing           | {\"fromId\":1,\"toId\":2}",
                "fromId missing           | {\"toId\":2,\"amount\":1}",
                "toId missing             | {\"fromId\":1,\"amount\":1}",
                "amount as text           | {\"fromId\":1,\"toId\":2,\"amount\":\"1.00\"}",
                "fromId as text           | {\"fromId\":\"1\",\"toId\":2,\"amount\":1}",
                "fromId with a fraction   | {\"fromId\":1.5,\"toId\":2,\"amount\":1}",
                "null amount              | {\"fromId\":1,\"toId\":2,\"amount\":null}",
                "SQL for an id            | {\"fromId\":\"1; drop table users\",\"toId\":2,\"amount\":1}",
                "an amount beyond numeric | {\"fromId\":1,\"toId\":2,\"amount\":1e30}"
            })
    void is_a_bad_request_and_changes_nothing(String what, String body) throws Exception {
        var before = Bank.books();
        problem(400, Bank.transfer(body));
        assertEquals(before, Bank.books(), what);
    }

    /** Amounts that cannot run dry, in both directions: many wait for each other's rows, none is lost. */
    @Test
    void many_at_once_keep_the_sum_and_book_each() throws Exception {
        int threads = 8;
        int each = 25;
        var workers = Executors.newFixedThreadPool(threads);
        try {
            var transfers = new ArrayList<Callable<Long>>();
            for (int thread = 0; thread < threads; thread++) {
                int from = thread % 4 + 1;
                int to = (thread + 1 + thread / 4) % 4 + 1;
                transfers.add(() -> many(from, to, each));
            }
            long done = 0;
            for (Future<Long> worker : workers.invokeAll(transfers)) {
                done += worker.get();
            }
            assertEquals(done, Bank.entries());
            assertEquals("175.50", Database.bank().value("select sum(balance) from users"));
            assertTrue(done > 0);
            assertEquals(0, Database.bank().inDoubt() + Database.ledger().inDoubt());
        } finally {
            workers.shutdownNow();
        }
    }

    /** How many were made; the others were refused for want of money. */
    private static long many(int from, int to, int times) throws Exception {
        long made = 0;
        for (int i = 0; i < times; i++) {
            int status = Bank.transfer(from, to, "0.50").statusCode();
            assertTrue(status == 201 || status == 409, "status " + status);
            made += status == 201 ? 1 : 0;
        }
        return made;
    }

    // ---- the server's view ----

    @Test
    void recovery_is_configured_for_both_pools() throws Exception {
        var log = ServerLog.text();
        assertFalse(log.contains("IJ020016: Missing <recovery> element. XA recovery disabled for: java:/jdbc/bank"));
        assertFalse(log.contains("IJ020016: Missing <recovery> element. XA recovery disabled for: java:/jdbc/ledger"));
    }

    @Test
    void the_transaction_manager_has_a_name_of_its_own() throws Exception {
        assertFalse(ServerLog.text().contains("WFLYTX0013"));
    }
}
