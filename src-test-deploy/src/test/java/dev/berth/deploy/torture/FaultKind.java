package dev.berth.deploy.torture;

import dev.berth.deploy.torture.WireCut.Moment;

/** What is done to the servers, and how often in relation to each other. */
enum FaultKind {
    TERMINATE_ANY(10),
    TERMINATE_IN_PREPARE(12),
    TERMINATE_IN_COMMIT_PREPARED(12),
    TERMINATE_IN_COMMIT(8),
    CUT_ANY(10),
    CUT_BEFORE_PREPARE(5),
    CUT_BEFORE_COMMIT_PREPARED(5),
    CUT_ANSWER_OF_PREPARE(6),
    CUT_ANSWER_OF_COMMIT_PREPARED(6),
    CUT_BEFORE_ROLLBACK_PREPARED(3),
    CUT_ANSWER_OF_ROLLBACK_PREPARED(3),
    RESTART_DATABASE(3),
    CRASH_DATABASE(2),
    SWALLOWED_FAILURE(10),
    STATEMENT_TIMEOUT(6),
    TRANSACTION_TIMEOUT(6),
    /** Not drawn by chance: it has a plan of its own. */
    KILL_SERVER(0);

    private static final String PREPARE = "PREPARE TRANSACTION";
    private static final String COMMIT_PREPARED = "COMMIT PREPARED";

    private static final String ROLLBACK_PREPARED = "ROLLBACK PREPARED";

    private final int weight;

    FaultKind(int weight) {
        this.weight = weight;
    }

    int weight() {
        return weight;
    }

    /** The start of the statement in whose moment the session is ended. */
    String statement() {
        return switch (this) {
            case TERMINATE_IN_PREPARE -> PREPARE;
            case TERMINATE_IN_COMMIT_PREPARED -> COMMIT_PREPARED;
            case TERMINATE_IN_COMMIT -> "COMMIT";
            default -> throw new IllegalStateException(this + " waits for no statement");
        };
    }

    WireCut cut() {
        return switch (this) {
            case CUT_BEFORE_PREPARE -> new WireCut(PREPARE, Moment.UNSENT);
            case CUT_BEFORE_COMMIT_PREPARED -> new WireCut(COMMIT_PREPARED, Moment.UNSENT);
            case CUT_ANSWER_OF_PREPARE -> new WireCut(PREPARE, Moment.UNANSWERED);
            case CUT_ANSWER_OF_COMMIT_PREPARED -> new WireCut(COMMIT_PREPARED, Moment.UNANSWERED);
            case CUT_BEFORE_ROLLBACK_PREPARED -> new WireCut(ROLLBACK_PREPARED, Moment.UNSENT);
            case CUT_ANSWER_OF_ROLLBACK_PREPARED -> new WireCut(ROLLBACK_PREPARED, Moment.UNANSWERED);
            default -> throw new IllegalStateException(this + " cuts at no statement");
        };
    }
}
