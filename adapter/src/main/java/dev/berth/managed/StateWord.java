package dev.berth.managed;

import java.util.Arrays;
import java.util.function.Predicate;

/**
 * The life and the work of a connection in one int, so that one compare-and-set moves both: a life in the lowest four
 * bits (READY, LEASED or RENEWING), a work in the next four, and above them the turn, which tells one renewal from the next.
 */
@SuppressWarnings("EnumOrdinal") // it is kept for no longer than the connection
final class StateWord {

    private static final int WORK = 4;
    private static final int TURN = 8;
    private static final int BITS = 15;

    private static final Life[] LIVES = Life.values();
    private static final Work[] WORKS = Work.values();

    // once, for each look into an enum's constant or into a table is one into memory that nobody has touched for long
    private static final int READY_LIFE = Life.READY.ordinal();
    private static final int LEASED_LIFE = Life.LEASED.ordinal();
    private static final int RENEWING_LIFE = Life.RENEWING.ordinal();
    static final int NONE = Work.NONE.ordinal();
    static final int APPLICATION = Work.APPLICATION.ordinal();
    static final int CONTAINER = Work.CONTAINER.ordinal();
    static final int BRANCH = Work.BRANCH.ordinal();
    static final int BRANCH_ENDED = Work.BRANCH_ENDED.ordinal();
    static final int BRANCH_SUSPENDED = Work.BRANCH_SUSPENDED.ordinal();

    private static final int OF_CONTAINER = bits(Work::ofContainer);
    private static final int OF_BRANCH = bits(Work::ofBranch);
    private static final int TAKING_STATEMENTS = bits(Work::takesStatements);

    /** Ready, with no work. */
    static final int READY = READY_LIFE | NONE << WORK;

    private StateWord() {}

    static Life life(int word) {
        return LIVES[word & BITS];
    }

    static Work work(int word) {
        return WORKS[word >>> WORK & BITS];
    }

    static int turn(int word) {
        return word >>> TURN;
    }

    /** Whether it is ready, and works for nobody. */
    static boolean isIdle(int word) {
        return (word & (1 << TURN) - 1) == READY;
    }

    static boolean isReady(int word) {
        return (word & BITS) == READY_LIFE;
    }

    static boolean isLeased(int word) {
        return (word & BITS) == LEASED_LIFE;
    }

    static boolean isRenewing(int word) {
        return (word & BITS) == RENEWING_LIFE;
    }

    /** Whether it has that work, one of the constants here. */
    static boolean works(int work, int word) {
        return (word >>> WORK & BITS) == work;
    }

    static boolean worksForNobody(int word) {
        return works(NONE, word);
    }

    /** As {@link Work#ofContainer}. */
    static boolean ofContainer(int word) {
        return isOneOf(OF_CONTAINER, word);
    }

    /** As {@link Work#ofBranch}. */
    static boolean ofBranch(int word) {
        return isOneOf(OF_BRANCH, word);
    }

    /** As {@link Work#takesStatements}. */
    static boolean takesStatements(int word) {
        return isOneOf(TAKING_STATEMENTS, word);
    }

    private static boolean isOneOf(int works, int word) {
        return (works >>> (word >>> WORK & BITS) & 1) != 0;
    }

    private static int bits(Predicate<Work> which) {
        return Arrays.stream(WORKS)
                .filter(which)
                .mapToInt(work -> 1 << work.ordinal())
                .sum();
    }

    static int ready(int word) {
        return word & ~BITS | READY_LIFE;
    }

    static int leased(int word) {
        return word & ~BITS | LEASED_LIFE;
    }

    static int with(int word, int work) {
        return word & ~(BITS << WORK) | work << WORK;
    }

    /** The next renewal of an idle one; its turn is never 0. */
    static int renewing(int idle) {
        int turn = Math.max(1, turn(idle + (1 << TURN)));
        return turn << TURN | NONE << WORK | RENEWING_LIFE;
    }
}
