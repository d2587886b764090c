package dev.berth.deploy.torture;

import java.util.Locale;

/** Where the server is held and killed, in the order of a transaction over two databases; and what must stand after it. */
enum CrashPoint {
    BEFORE_START(CrashPoint.RESOURCE, "start", "ENTRY", 1, false),
    AFTER_START(CrashPoint.RESOURCE, "start", "EXIT", 1, false),
    BEFORE_FIRST_STATEMENT(CrashPoint.STATEMENT, "executeUpdate()", "ENTRY", 1, false),
    AFTER_FIRST_STATEMENT(CrashPoint.STATEMENT, "executeUpdate()", "EXIT", 1, false),
    BEFORE_END(CrashPoint.RESOURCE, "end", "ENTRY", 1, false),
    AFTER_END(CrashPoint.RESOURCE, "end", "EXIT", 1, false),
    BEFORE_PREPARE_1(CrashPoint.RESOURCE, "prepare", "ENTRY", 1, false),
    AFTER_PREPARE_1(CrashPoint.RESOURCE, "prepare", "EXIT", 1, false),
    BEFORE_PREPARE_2(CrashPoint.RESOURCE, "prepare", "ENTRY", 2, false),
    AFTER_PREPARE_2(CrashPoint.RESOURCE, "prepare", "EXIT", 2, false),
    BEFORE_DECISION(CrashPoint.ACTION, "prepare", "INVOKE write_committed", 1, false),
    AFTER_DECISION(CrashPoint.ACTION, "prepare", "INVOKE write_committed", 1, true),
    BEFORE_COMMIT_1(CrashPoint.RESOURCE, "commit", "ENTRY", 1, true),
    AFTER_COMMIT_1(CrashPoint.RESOURCE, "commit", "EXIT", 1, true),
    BEFORE_COMMIT_2(CrashPoint.RESOURCE, "commit", "ENTRY", 2, true),
    AFTER_COMMIT_2(CrashPoint.RESOURCE, "commit", "EXIT", 2, true);

    private static final String RESOURCE = "dev.berth.managed.ManagedXaResource";
    private static final String STATEMENT = "org.postgresql.jdbc.PgPreparedStatement";
    private static final String ACTION = "com.arjuna.ats.arjuna.coordinator.BasicAction";

    private final String type;
    private final String method;
    private final String place;
    private final int time;
    private final boolean commits;

    CrashPoint(String type, String method, String place, int time, boolean commits) {
        this.type = type;
        this.method = method;
        this.place = place;
        this.time = time;
        this.commits = commits;
    }

    /** Whether the decision was on the disk, so that recovery has to commit in both databases. */
    boolean commits() {
        return commits;
    }

    /** The rule that holds the thread there for ever: once this point is armed, at the given time, and writes so down. */
    String rule(CrashSwitch files) {
        return String.join(
                "\n",
                "RULE " + this,
                "CLASS " + type,
                "METHOD " + method,
                (place.startsWith("INVOKE") && commits ? "AFTER " : "AT ") + place,
                "BIND armed:java.io.File = new java.io.File(\"" + files.armed(this) + "\");",
                "     held:java.io.File = new java.io.File(\"" + files.held(this) + "\")",
                "IF armed.exists() AND incrementCounter(\"" + this + "\") == " + time,
                "DO held.createNewFile(); waitFor(\"nobody\")",
                "ENDRULE",
                "");
    }

    String file() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
