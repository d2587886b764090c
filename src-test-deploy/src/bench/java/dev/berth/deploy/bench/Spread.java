package dev.berth.deploy.bench;

import java.util.List;

/**
 * One figure over the rounds.
 *
 * @param low of an interval that holds the true mean in 95 of 100 cases
 * @param high of the same
 */
record Spread(double median, double least, double most, double low, double high) {

    /** Student's t for 95 of 100, by degrees of freedom from 1. */
    private static final double[] T = {
        12.71, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
        2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064
    };

    /** Ratios and times are skewed: the interval is made of their logarithms. */
    static Spread of(List<Double> values) {
        var sorted = values.stream().sorted().toList();
        double least = sorted.get(0);
        double most = sorted.get(sorted.size() - 1);
        double median = (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
        if (sorted.size() < 2 || least <= 0) {
            return new Spread(median, least, most, least, most);
        }
        var logs = sorted.stream().mapToDouble(Math::log).toArray();
        double mean = 0;
        for (double log : logs) {
            mean += log / logs.length;
        }
        double squares = 0;
        for (double log : logs) {
            squares += (log - mean) * (log - mean);
        }
        double half = T[Math.min(logs.length - 2, T.length - 1)] * Math.sqrt(squares / (logs.length - 1) / logs.length);
        return new Spread(median, least, most, Math.exp(mean - half), Math.exp(mean + half));
    }
}
