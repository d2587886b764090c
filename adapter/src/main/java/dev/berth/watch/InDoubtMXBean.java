package dev.berth.watch;

import java.util.List;

/** The prepared transactions of one connection factory's database. Each call asks the database anew. */
public interface InDoubtMXBean {

    /** All of them, oldest first, whoever prepared them. */
    List<InDoubtTransaction> getInDoubt();

    /** How many one-phase commits were sent and never answered since the start: outcomes that nobody can know. */
    long getUnknownOutcomes();

    /**
     * Commits a prepared transaction by hand, against whatever its manager decides. Refused unless the factory has
     * {@code allowHeuristics=true}; written to the log with who asked for it.
     */
    void commitPrepared(String gid);

    /** Rolls one back by hand; as {@link #commitPrepared}. */
    void rollbackPrepared(String gid);
}
