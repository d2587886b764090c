package dev.berth.deploy.bench;

import java.util.List;

/**
 * One figure over the rounds.
 *
 * @param count of the rounds
 * @param low of an interval that holds the true median in 95 of 100 cases or more; the least where there are too few
 *     rounds to tell
 * @param high of the same
 */
record Spread(int count, double median, double least, double most, double low, double high) {

    /** The part of the cases that the interval may miss on one side. */
    private static final double MISSED = 0.025;

    /** Whatever the values are like: the interval is between two of them, by their ranks (that of the sign test). */
    static Spread of(List<Double> values) {
        var sorted = values.stream().sorted().toList();
        int last = sorted.size() - 1;
        int rank = rank(sorted.size());
        return new Spread(
                sorted.size(),
                (sorted.get(last / 2) + sorted.get((last + 1) / 2)) / 2,
                sorted.get(0),
                sorted.get(last),
                sorted.get(rank),
                sorted.get(last - rank));
    }

    /** How many of so many values lie, but for the cases that may be missed, at least below the true median. */
    private static int rank(int count) {
        double exactly = Math.pow(0.5, count); // that this many do
        double atMost = exactly;
        int below = 0;
        while (atMost <= MISSED) {
            below++;
            exactly *= (count - below + 1.0) / below;
            atMost += exactly;
        }
        return Math.max(0, below - 1);
    }

    /** Whether the true median may be on either side of that. */
    boolean leavesOpen(double limit) {
        return low <= limit && limit <= high;
    }
}
