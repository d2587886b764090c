package dev.berth.bank;

import jakarta.resource.ResourceException;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Predicate;
import javax.transaction.xa.XAException;
import org.jspecify.annotations.Nullable;

/** Tells from an exception, and from all that lies below it, whether a database is away for now. */
final class Outage {

    private Outage() {}

    /** True when the transaction was undone because a database could not be reached: asking again is safe. */
    static boolean causes(Throwable failure) {
        Set<Throwable> chain = below(failure);
        return !any(chain, Outage::leavesOutcomeOpen)
                && (any(chain, Outage::isOutage)
                        || any(chain, ResourceException.class::isInstance)
                                && !any(chain, SQLException.class::isInstance));
    }

    private static boolean leavesOutcomeOpen(Throwable t) {
        return t instanceof HeuristicMixedException || t instanceof HeuristicRollbackException;
    }

    private static boolean isOutage(Throwable t) {
        if (t instanceof XAException xa) {
            return xa.errorCode == XAException.XAER_RMFAIL || xa.errorCode == XAException.XA_RBCOMMFAIL;
        }
        return t instanceof SQLTransientConnectionException
                || t instanceof SQLException sql && isAway(sql.getSQLState());
    }

    /** Class 08: no connection; 57P0x: shut down, crashed or starting; 53300: no connection left. */
    private static boolean isAway(@Nullable String state) {
        return state != null && (state.startsWith("08") || state.startsWith("57P0") || state.equals("53300"));
    }

    private static boolean any(Set<Throwable> chain, Predicate<Throwable> test) {
        return chain.stream().anyMatch(test);
    }

    /** Causes, what was suppressed, and the next exceptions of JDBC: transaction managers use the second for XA. */
    private static Set<Throwable> below(Throwable failure) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> open = new ArrayDeque<>();
        open.add(failure);
        while (!open.isEmpty()) {
            Throwable t = open.remove();
            if (seen.add(t)) {
                add(open, t.getCause());
                Collections.addAll(open, t.getSuppressed());
                if (t instanceof SQLException sql) {
                    add(open, sql.getNextException());
                }
            }
        }
        return seen;
    }

    private static void add(Deque<Throwable> open, @Nullable Throwable t) {
        if (t != null) {
            open.add(t);
        }
    }
}
