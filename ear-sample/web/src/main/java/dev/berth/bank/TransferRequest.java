package dev.berth.bank;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParser;
import java.io.StringReader;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What a client asks for, checked: two different users and an amount that money can have. */
record TransferRequest(long fromId, long toId, BigDecimal amount) {

    TransferRequest {
        if (fromId == toId) {
            throw Refused.badRequest("fromId and toId must differ");
        }
        amount = Money.positive(amount);
    }

    /** Throws {@link Refused} with status 400 and the broken rule for anything that is not a transfer. */
    static TransferRequest parse(String body) {
        JsonObject object = object(body);
        return new TransferRequest(
                id(object, "fromId"),
                id(object, "toId"),
                number(object, "amount").bigDecimalValue());
    }

    private static JsonObject object(String body) {
        JsonValue value;
        try (JsonParser parser = Json.createParser(new StringReader(body))) {
            parser.next();
            value = parser.getValue();
            if (parser.hasNext()) {
                throw new JsonException("more than one value");
            }
        } catch (RuntimeException e) {
            // the libraries throw more than JsonException: too deep, too long a number, an exponent beyond int
            throw Refused.badRequest("the body is not well-formed JSON");
        }
        if (value instanceof JsonObject object) {
            return object;
        }
        throw Refused.badRequest("the body must be a JSON object with fromId, toId and amount");
    }

    private static long id(JsonObject object, String name) {
        BigDecimal value = number(object, name).bigDecimalValue();
        // scale first: longValueExact of 1e999999999 would be refused too, but of 1e-999999999 only after long work
        if (value.scale() != 0 || value.precision() > 18) {
            throw Refused.badRequest(name + " must be a whole number");
        }
        return value.longValueExact();
    }

    private static JsonNumber number(JsonObject object, String name) {
        @Nullable JsonValue value = object.get(name);
        if (value instanceof JsonNumber number) {
            return number;
        }
        throw Refused.badRequest(value == null ? name + " is missing" : name + " must be a JSON number");
    }
}
