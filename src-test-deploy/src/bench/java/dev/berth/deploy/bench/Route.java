package dev.berth.deploy.bench;

import java.util.Locale;

/** The way from the server to the database. */
enum Route {

    /** Loopback. */
    DIRECT,

    /** Through the {@link Wire}: it takes its time, and counts. */
    WIRE;

    static final String BANK = "bank";
    static final String LEDGER = "ledger";

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
