package dev.berth.deploy.bench;

import java.util.Arrays;
import java.util.List;

/** What is run and for how long, by system properties {@code server-bench.*}. */
final class Plan {

    /** Instead of one. */
    static final int SHORT_TURNS = 3;

    private final boolean quick = Boolean.getBoolean("server-bench.quick");
    private final String only = System.getProperty("server-bench.only", "all");

    List<Case> cases() {
        return Arrays.stream(Case.values()).filter(one -> wants(one.key())).toList();
    }

    private boolean wants(String name) {
        return "all".equals(only) || List.of(only.split(",")).contains(name);
    }

    /** The tables of growth: no case, but asked for in the same way. */
    boolean wantsGrowth() {
        return wants("growth");
    }

    boolean isQuick() {
        return quick;
    }

    /** Whether it is all of it: only then the results are worth to be kept. */
    boolean isFull() {
        return !quick && "all".equals(only);
    }

    /** Each round runs every candidate once: many short ones, so that a noisy minute, or second, is nobody's alone. */
    int rounds() {
        return quick ? 2 : 16;
    }

    /** Not every one has every phase: the network, which all wait for, tells its figure sooner than CPU time does. */
    int rounds(Phase phase) {
        return quick
                ? rounds()
                : switch (phase) {
                    case ONE -> rounds();
                    case EIGHT -> 12;
                    case NETWORK -> 10;
                };
    }

    /** How many more there are at most, of those who are in a goal that is not decided. */
    int furtherRounds() {
        return quick ? 2 : 128;
    }

    /** How many of these there are before it is looked at again what is decided. */
    int roundsAtOnce() {
        return quick ? 2 : 8;
    }

    /**
     * In a round, of a case in that phase, each as much shorter. Where CPU time alone is judged several short ones tell more
     * than one long: who is compared is closer in time, and a processor that others slow down, is so for both. Throughput
     * is that of a candidate that has been at it for a while.
     */
    int turns(Case work, Phase phase) {
        return phase == Phase.ONE && Goal.all().stream().noneMatch(goal -> goal.isOfThroughput(work, phase))
                ? SHORT_TURNS
                : 1;
    }

    /** How many rounds before that one had the phase. */
    int before(int round, Phase phase) {
        return round * rounds(phase) / rounds();
    }

    /** Of each case and candidate once, before the first round: the server's compilers have their time. */
    long firstWarmUpMillis() {
        return quick ? 300 : 2500;
    }

    /** With many threads the machine takes a while to put each thread and what it talks to side by side. */
    long warmUpMillis(Phase phase) {
        return phase == Phase.EIGHT ? 100 : 50;
    }

    /** Of each candidate, when the processes have been put elsewhere. */
    long settlingMillis() {
        return 200;
    }

    /** Short: what a noisy machine adds differs from one moment to the next, and many moments even it out. */
    long measuredMillis(Phase phase) {
        return phase == Phase.EIGHT ? 150 : 100;
    }

    /** Of the server's settings: nothing is judged by them, and differences that count are seen soon. */
    int tuningRounds() {
        return quick ? 2 : 10;
    }

    long tuningMillis() {
        return 200;
    }

    /** Of so many threads over such a pool, and as long before: each time of several. */
    long grownMillis() {
        return quick ? 100 : 400;
    }

    /** Of what is judged by its profile, in turns with the bare adapter's: a server's minutes differ. */
    int profiles() {
        return quick ? 1 : 6;
    }

    /** Each time. */
    long profiledMillis() {
        return quick ? 1000 : 20_000;
    }

    /** The command that does the same again. */
    String command() {
        return "mvn -B verify -Pserver-bench" + (quick ? " -Dserver-bench.quick=true" : "")
                + ("all".equals(only) ? "" : " -Dserver-bench.only=" + only);
    }
}
