package dev.berth.deploy.bench;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of acct as JPA sees it. */
@Entity
@Table(name = "acct")
public class Account {

    @Id
    private int id;

    @SuppressWarnings("UnusedVariable") // JPA reads it
    private int v;

    /** For JPA. */
    protected Account() {}

    void increase() {
        v++;
    }
}
