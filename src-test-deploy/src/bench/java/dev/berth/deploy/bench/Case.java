package dev.berth.deploy.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What is done over and over. */
enum Case {
    BORROW("Borrow and return, no transaction", 0),
    USER_TRANSACTION("UserTransaction { borrow and return }", 0),
    SELECT("Transaction of the container, SELECT by key", 2),
    UPDATE("Transaction of the container, UPDATE by key", 2),
    TWO("Two databases in one transaction, an UPDATE in each", 6),
    JPA("JPA: find and change an entity", 3),
    TEN("Ten SELECTs by key in one transaction", 11),
    ROWS("Reading 10,000 rows in one transaction", 2);

    /** Rows of the table {@code many}. */
    static final int MANY = 10_000;

    /** Rows of the table {@code acct}: each worker has its own, so that nobody waits for a lock. */
    static final int KEYS_PER_WORKER = 1000;

    private final String title;
    private final int roundTrips;

    Case(String title, int roundTrips) {
        this.title = title;
        this.roundTrips = roundTrips;
    }

    String title() {
        return title;
    }

    /** What an adapter for PostgreSQL needs and Berth promises: the statements, where BEGIN rides along, and the end. */
    int roundTripsOfBerth() {
        return roundTrips;
    }

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean takes(Candidate candidate) {
        return switch (this) {
            case BORROW -> candidate != Candidate.RAW;
            case USER_TRANSACTION -> candidate.joinsTransactions();
            case JPA -> candidate.joinsTransactions() && !candidate.isBare();
            case TWO -> candidate.takesTwoDatabases();
            case SELECT, UPDATE, TEN, ROWS -> true;
        };
    }

    /** Why it takes no part. */
    String whyNot(Candidate candidate) {
        if (candidate.isBare() && this == JPA) {
            return "for plain statements only";
        }
        return switch (this) {
            case BORROW -> "has nothing to borrow from";
            case USER_TRANSACTION, JPA -> "takes no part in transactions of the server";
            case TWO -> "takes part with one database only";
            case SELECT, UPDATE, TEN, ROWS -> throw new IllegalArgumentException(candidate.label());
        };
    }

    List<Candidate> candidates() {
        return Arrays.stream(Candidate.values()).filter(this::takes).toList();
    }
}
