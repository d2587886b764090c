package dev.berth.dialect;

import java.util.Map;

/**
 * How many connections there can be, and who has them.
 *
 * @param most what this user can have at most on this database
 * @param maxConnections what the server takes from everybody together
 * @param reserved how many of these are kept for others than this user
 * @param roleLimit of this user; -1: none
 * @param databaseLimit of this database; -1: none
 * @param used sessions of clients on the whole server now, this one among them
 * @param byApplication the same by application name; "" for those that gave none
 */
public record Budget(
        int most,
        int maxConnections,
        int reserved,
        int roleLimit,
        int databaseLimit,
        int used,
        Map<String, Integer> byApplication) {

    public Budget {
        byApplication = Map.copyOf(byApplication);
    }
}
