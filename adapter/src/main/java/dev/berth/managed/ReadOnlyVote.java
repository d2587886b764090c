package dev.berth.managed;

import dev.berth.dialect.Dialect;
import java.sql.SQLException;

/** Whether a branch that wrote nothing is committed at prepare: {@code readOnlyVote}. */
final class ReadOnlyVote {

    private final ManagedSession session;
    private final Dialect dialect;
    private final boolean on;

    private volatile boolean mayNotify;

    ReadOnlyVote(ManagedSession session, ConnectionSource source) {
        this.session = session;
        this.dialect = source.dialect();
        this.on = source.config().readOnlyVote();
    }

    /** SQL that the application prepares now and may run in any transaction: NOTIFY ends the short cut for good. */
    void text(String sql) {
        if (on && !mayNotify && TransactionText.mayNotify(sql)) {
            mayNotify = true;
        }
    }

    /** Whether the open branch may be committed before the decision: the database is asked where no write was seen. */
    boolean holds() {
        var work = session.work();
        if (!on || !work.worked() || work.wrote() || mayNotify) {
            return false;
        }
        try {
            var raw = session.connection();
            return !dialect.transactionFailed(raw) && dialect.wroteNothing(raw);
        } catch (SQLException failure) {
            session.failed(failure);
            return false; // prepare itself will say what is wrong
        }
    }
}
