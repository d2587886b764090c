package dev.berth.bench;

/** What runs in the JVM of a {@link Fork}. */
final class Forked {

    private Forked() {}

    /** Takes the case and the candidate. */
    public static void main(String[] arguments) throws Exception {
        Candidates.quiet();
        var candidate = Candidates.of(arguments[1]);
        var plan = new Plan();
        switch (arguments[0]) {
            case "contended" -> Crowd.contended(plan).run(candidate, StubDriver.URL);
            case "held" -> Crowd.held(plan).run(candidate, StubDriver.URL);
            case "virtual" -> Crowd.virtual(plan).run(candidate, StubDriver.URL);
            case "postgres-8" -> Crowd.postgres(plan, 8).run(candidate, System.getProperty("bench.url"));
            case "postgres-64" -> Crowd.postgres(plan, 64).run(candidate, System.getProperty("bench.url"));
            case "rest" -> AtRest.run(candidate, plan);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
        System.exit(0); // whatever threads a pool leaves behind
    }
}
