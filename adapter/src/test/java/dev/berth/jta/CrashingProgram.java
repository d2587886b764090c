package dev.berth.jta;

import java.util.Locale;

/** Moves money between two databases, and ends as by a power cut where it is told to. */
final class CrashingProgram {

    /** Where it ends. */
    enum Where {
        /** Both databases are prepared, and nothing has been decided. */
        IN_PREPARE,
        /** Both are prepared, the decision is written, and none has heard of it. */
        IN_COMMIT
    }

    static final int HALTED = 77;

    private CrashingProgram() {}

    /** The port of the databases, their names, and where to end. */
    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        var where = Where.valueOf(arguments[3].toUpperCase(Locale.ROOT));
        var manager = Narayana.manager();
        try (var here = new Bank(arguments[1]).pool(port).build();
                var there = new Bank(arguments[2]).pool(port).build()) {
            manager.begin();
            var end = new Saboteur(where == Where.IN_PREPARE ? CrashingProgram::halt : () -> {}, CrashingProgram::halt);
            if (where == Where.IN_COMMIT) {
                manager.getTransaction().enlistResource(end); // the first enlisted is committed first
            }
            Bank.add(here, 1, -40);
            Bank.add(there, 1, 40);
            if (where == Where.IN_PREPARE) {
                manager.getTransaction().enlistResource(end); // and the last prepared last
            }
            manager.commit();
        }
    }

    private static void halt() {
        Runtime.getRuntime().halt(HALTED);
    }
}
