package dev.berth.bank;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.math.BigDecimal;
import java.time.OffsetDateTime;

/** One transfer as it stands in the ledger. */
public record LedgerEntry(long id, long fromId, long toId, BigDecimal amount, OffsetDateTime bookedAt) {

    JsonObject toJson() {
        return Json.createObjectBuilder()
                .add("id", id)
                .add("fromId", fromId)
                .add("toId", toId)
                .add("amount", Money.json(amount))
                .add("bookedAt", bookedAt.toInstant().toString())
                .build();
    }
}
