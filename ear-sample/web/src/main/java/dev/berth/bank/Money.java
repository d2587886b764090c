package dev.berth.bank;

import jakarta.json.Json;
import jakarta.json.JsonNumber;
import java.math.BigDecimal;

/** The rules of an amount: what {@code numeric(19,2)} holds, and never a double. */
final class Money {

    private static final int DECIMALS = 2;
    private static final int DIGITS_BEFORE = 17;

    private Money() {}

    /**
     * The amount with two decimals; refuses what is not positive, finer than a cent or too large for the column.
     * Looks at sign, scale and precision only, before anything is computed: 1e-999999999 costs nothing.
     */
    static BigDecimal positive(BigDecimal amount) {
        if (amount.signum() <= 0) {
            throw Refused.badRequest("amount must be more than 0");
        }
        if (amount.scale() > DECIMALS) {
            throw Refused.badRequest("amount must have at most 2 decimals");
        }
        if ((long) amount.precision() - amount.scale() > DIGITS_BEFORE) {
            throw Refused.badRequest("amount must have at most 17 digits before the decimal point");
        }
        return amount.setScale(DECIMALS);
    }

    static JsonNumber json(BigDecimal amount) {
        return Json.createValue(amount.setScale(DECIMALS));
    }
}
