package dev.berth.managed;

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

    private static final int NOBODYS = Work.NONE.ordinal();

    /** Ready, with no work. */
    static final int READY = Life.READY.ordinal() | NOBODYS << WORK;

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

    /** As its work says, without a look into a table: each borrow asks often. */
    static boolean worksForNobody(int word) {
        return (word >>> WORK & BITS) == NOBODYS;
    }

    /** Its life, likewise. */
    static boolean is(Life life, int word) {
        return (word & BITS) == life.ordinal();
    }

    static int with(int word, Life life) {
        return word & ~BITS | life.ordinal();
    }

    static int with(int word, Work work) {
        return word & ~(BITS << WORK) | work.ordinal() << WORK;
    }

    /** The next renewal of an idle one; its turn is never 0. */
    static int renewing(int idle) {
        int turn = Math.max(1, turn(idle + (1 << TURN)));
        return turn << TURN | with(READY, Life.RENEWING);
    }
}
