package dev.berth.deploy.bench;

import java.util.Locale;

/** Who hands out the connections. */
enum Candidate {
    BERTH_XA("Berth XA", true, true),
    BERTH_LOCAL("Berth local", true, false),
    BUILTIN_XA("built-in XA", true, true),
    BUILTIN_XA_MATCH("built-in XA, validate-on-match", true, true),
    BUILTIN_LOCAL("built-in local", true, false),
    AGROAL_XA("Agroal XA", true, true),
    HIKARI("HikariCP in the WAR", false, false),

    /** The {@link BareFactory throw-away adapter}: no adapter in this server can be ahead of it. */
    BARE_XA("bare adapter XA", true, true),
    BARE_LOCAL("bare adapter local", true, false),

    /** The driver without a server. */
    RAW("raw pgjdbc", false, true);

    private final String label;
    private final boolean joinsTransactions;
    private final boolean takesTwoDatabases;

    Candidate(String label, boolean joinsTransactions, boolean takesTwoDatabases) {
        this.label = label;
        this.joinsTransactions = joinsTransactions;
        this.takesTwoDatabases = takesTwoDatabases;
    }

    /** As the report calls it. */
    String label() {
        return label;
    }

    /** Of the transaction manager; the others begin and commit by hand. */
    boolean joinsTransactions() {
        return joinsTransactions;
    }

    boolean takesTwoDatabases() {
        return takesTwoDatabases;
    }

    /** Part of no comparison but as a limit. */
    boolean isBare() {
        return this == BARE_XA || this == BARE_LOCAL;
    }

    /** As parts of names in JNDI, in the management model and in the chart. */
    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The name of its pool for that database by that way. */
    String pool(Route route, String database) {
        return key() + "-" + route.key() + "-" + database;
    }

    String jndiName(Route route, String database) {
        return "java:/jdbc/" + pool(route, database);
    }
}
