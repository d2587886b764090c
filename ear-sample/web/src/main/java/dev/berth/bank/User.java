package dev.berth.bank;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;

/** A user and the account behind it, read through JPA; transfers change the row by plain JDBC. */
@Entity
@Table(name = "users")
public class User {

    @Id
    private long id;

    @Column(nullable = false)
    private String name = "";

    @Column(nullable = false, precision = 19, scale = 2)
    private BigDecimal balance = BigDecimal.ZERO;

    /** For JPA. */
    protected User() {}

    JsonObject toJson() {
        return Json.createObjectBuilder()
                .add("id", id)
                .add("name", name)
                .add("balance", Money.json(balance))
                .build();
    }
}
