package dev.berth;

import java.util.Map;
import java.util.TreeMap;

/** Obligations that no test shows, each with its reason. A test that shows one makes its line here idle. */
public final class NotClaimed {

    private static final String INBOUND = "there is no inbound side";

    public static final Map<Integer, String> REASONS = new TreeMap<>(Map.of(
            67,
            "no Kerberos realm to provoke it with; only BasicPassword is declared",
            80,
            "no Work is ever given to a WorkManager",
            81,
            INBOUND,
            82,
            INBOUND,
            83,
            INBOUND,
            85,
            INBOUND));

    private NotClaimed() {}
}
