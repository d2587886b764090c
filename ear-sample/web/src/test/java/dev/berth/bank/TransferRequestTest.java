package dev.berth.bank;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransferRequestTest {

    @ParameterizedTest
    @CsvSource({"10, 10.00", "0.01, 0.01", "2.5, 2.50", "1e2, 100.00", "99999999999999999.99, 99999999999999999.99"})
    void an_amount_has_two_decimals(String sent, BigDecimal understood) {
        assertEquals(understood, parse("1", "2", sent).amount());
    }

    @ParameterizedTest
    @CsvSource({
        "0, more than 0",
        "0.00, more than 0",
        "-1, more than 0",
        "0.001, at most 2 decimals",
        "1.000, at most 2 decimals",
        "1e-999999999, at most 2 decimals",
        "1e999999999, at most 17 digits",
        "100000000000000000, at most 17 digits",
        "1e99999999999, well-formed",
        "'\"1\"', amount must be a JSON number",
        "null, amount must be a JSON number",
        "NaN, well-formed"
    })
    void an_amount_that_money_cannot_have_is_refused_with_the_rule(String sent, String rule) {
        assertRefused(body("1", "2", sent), rule);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "1e5", "1e999999999", "1e-999999999", "99999999999999999999"})
    void an_id_is_a_whole_number(String id) {
        assertRefused(body(id, "2", "1"), "fromId must be a whole number");
        assertRefused(body("1", id, "1"), "toId must be a whole number");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''| well-formed",
                "{| well-formed",
                "{} x| well-formed",
                "[]| JSON object",
                "1| JSON object",
                "{}| fromId is missing",
                "{\"fromId\":1}| toId is missing",
                "{\"fromId\":1,\"toId\":2}| amount is missing",
                "{\"fromId\":\"1\",\"toId\":2,\"amount\":1}| fromId must be a JSON number",
                "{\"fromId\":1,\"toId\":true,\"amount\":1}| toId must be a JSON number",
                "{\"fromId\":1,\"toId\":1,\"amount\":1}| must differ"
            })
    void what_is_not_a_transfer_is_refused_with_the_rule(String body, String rule) {
        assertRefused(body, rule);
    }

    @Test
    void nesting_without_end_and_endless_numbers_are_malformed() {
        assertRefused("[".repeat(8000), "well-formed");
        assertRefused(body("1", "2", "9".repeat(8000)), "well-formed");
    }

    private static void assertRefused(String body, String rule) {
        Refused refused = assertTimeoutPreemptively(
                Duration.ofSeconds(2), () -> assertThrows(Refused.class, () -> TransferRequest.parse(body)));
        assertEquals(400, refused.status());
        assertTrue(refused.detail().contains(rule), refused.detail());
    }

    private static TransferRequest parse(String from, String to, String amount) {
        return TransferRequest.parse(body(from, to, amount));
    }

    private static String body(String from, String to, String amount) {
        return "{\"fromId\":" + from + ",\"toId\":" + to + ",\"amount\":" + amount + "}";
    }
}
