package dev.berth.bench;

import java.util.List;

/** What is run and for how long, by system properties {@code bench.*}. */
final class Plan {

    /** One thread, over the stub driver. */
    static final List<String> ONE_THREAD = List.of("cycle", "request", "requesttx");

    /** The others, each in JVMs of their own. */
    static final List<String> CROWDS = List.of("contended", "held", "virtual", "postgres-8", "postgres-64", "rest");

    final boolean quick = Boolean.getBoolean("bench.quick");
    private final String only = System.getProperty("bench.only", "all");
    private final String pools = System.getProperty("bench.pools", "all");

    /** Each round runs every candidate once, so that a noisy minute is nobody's alone. */
    int rounds() {
        int given = Integer.getInteger("bench.rounds", 0);
        return given > 0 ? given : quick ? 1 : 3;
    }

    /** Whether that case is wanted: by its name, or by what comes before its dash. */
    boolean wants(String benchmark) {
        return named(only, benchmark) || named(only, benchmark.replaceAll("-.*", ""));
    }

    /** Those of the candidates that are wanted, and are there. */
    List<String> of(List<String> candidates) {
        return candidates.stream()
                .filter(name -> named(pools, name))
                .filter(Candidates::there)
                .toList();
    }

    private static boolean named(String list, String name) {
        return "all".equals(list) || List.of(list.split(",")).contains(name);
    }

    /** Whether it is all of it: only then the results are worth to be kept. */
    boolean isFull() {
        return !quick && "all".equals(only) && "all".equals(pools);
    }

    long warmUpMillis() {
        return quick ? 300 : 3000;
    }

    long measuredMillis() {
        return quick ? 500 : 5000;
    }

    /** The command that does the same again. */
    String command() {
        return "mvn -B -Pbench -pl adapter verify" + option("bench.only", only, "all")
                + option("bench.pools", pools, "all") + option("bench.quick", "" + quick, "false");
    }

    private static String option(String name, String value, String usual) {
        return usual.equals(value) ? "" : " -D" + name + "=" + value;
    }
}
