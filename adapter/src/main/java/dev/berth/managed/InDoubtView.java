package dev.berth.managed;

import dev.berth.config.ConfigException;
import java.sql.SQLException;
import java.util.List;

/** Looks into a factory's database over a connection of its own, which no pool knows and no transaction uses. */
public final class InDoubtView {

    private final ConnectionSource source;

    public InDoubtView(ConnectionSource source) {
        this.source = source;
    }

    /** The database, without a secret. */
    public String database() {
        return source.config().database();
    }

    /** Every prepared transaction of the database, oldest first. */
    public List<InDoubt> list() throws SQLException {
        return ask(physical -> source.dialect().prepared(physical.connection()).stream()
                .map(InDoubt::of)
                .toList());
    }

    /** Ends one by hand. */
    public void finish(String gid, boolean commit) throws SQLException {
        ask(physical -> {
            source.dialect().finishPrepared(physical.connection(), gid, commit);
            return List.of();
        });
    }

    /** How many outcomes nobody can know. */
    public long unknownOutcomes() {
        return source.recoveryWatch().unknownOutcomes();
    }

    private <T> List<T> ask(Question<T> question) throws SQLException {
        Physical physical;
        try {
            physical = source.openPhysical(source.config().credentials());
        } catch (ConfigException failure) {
            throw new SQLException(failure.getMessage(), "HY024", failure); // invalid attribute value
        }
        try {
            return question.of(physical);
        } finally {
            physical.close();
        }
    }

    @FunctionalInterface
    private interface Question<T> {
        List<T> of(Physical physical) throws SQLException;
    }
}
