package dev.berth.deploy.torture;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a client asks for: money from one account to another, under an id of its own by which the rows are found
 * again. The legs are in the order in which all orders take their locks, so that no two wait in a circle.
 */
record Order(long id, List<Leg> legs, Trick trick) {

    /** The server's timeout for every transaction. */
    static final int TRANSACTION_SECONDS = 5;

    /** One account's part: an entry and a new balance; an amount of 0 only reads the balance. */
    record Leg(Side side, int account, int amount) {

        boolean writes() {
            return amount != 0;
        }
    }

    /** Which database. */
    enum Side {
        BANK,
        LEDGER;

        String database() {
            return this == BANK ? "bank" : "ledger";
        }
    }

    /** What the method does besides, behind its last leg. */
    enum Trick {
        NONE,
        /** A statement fails, and nobody is told. */
        SWALLOW,
        /** A statement runs into its own timeout. */
        STATEMENT_TIMEOUT,
        /** A statement outlasts the transaction. */
        TRANSACTION_TIMEOUT
    }

    /** Whether it is committed in two phases; where readers vote so, they leave a single writer with one phase. */
    boolean isInTwoPhases(boolean readersVote) {
        return legs.stream()
                        .filter(leg -> leg.writes() || !readersVote)
                        .map(Leg::side)
                        .distinct()
                        .count()
                > 1;
    }

    /** How many entries it leaves there when it is committed. */
    long entries(Side side) {
        return legs.stream().filter(leg -> leg.side() == side && leg.writes()).count();
    }

    /** As the form's fields of a request. */
    String form() {
        return "id=" + id + "&trick=" + trick + "&legs="
                + legs.stream()
                        .map(leg -> leg.side() + "." + leg.account() + "." + leg.amount())
                        .collect(Collectors.joining("_"));
    }

    static Order parse(String id, String trick, String legs) {
        return new Order(
                Long.parseLong(id),
                Arrays.stream(legs.split("_", -1)).map(Order::leg).toList(),
                Trick.valueOf(trick));
    }

    private static Leg leg(String text) {
        var parts = text.split("\\.", -1);
        return new Leg(Side.valueOf(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }
}
