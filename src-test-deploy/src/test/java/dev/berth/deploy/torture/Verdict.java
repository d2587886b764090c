package dev.berth.deploy.torture;

import jakarta.ejb.EJBTransactionRolledbackException;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.RollbackException;
import java.sql.SQLException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.transaction.xa.XAException;

/** What a client can know of its order. */
enum Verdict {
    COMMITTED,
    ROLLED_BACK,
    /** The server took no request: nothing was tried. */
    NOT_TAKEN,
    /** The container says that it does not know, or that the databases may differ. */
    HEURISTIC,
    /** The server answered with a failure that says neither. */
    UNCLEAR,
    /** No answer: the server ended, or took too long. */
    NO_ANSWER;

    /** Whether the client knows what the rows have to be. */
    boolean isDefinite() {
        return this == COMMITTED || this == ROLLED_BACK || this == NOT_TAKEN;
    }

    static Verdict of(Throwable failure) {
        if (chain(failure)
                .anyMatch(t -> t instanceof HeuristicMixedException || t instanceof HeuristicRollbackException)) {
            return HEURISTIC;
        }
        return chain(failure)
                        .anyMatch(t -> t instanceof Mover.MoveFailed
                                || t instanceof RollbackException
                                || t instanceof EJBTransactionRolledbackException)
                ? ROLLED_BACK
                : UNCLEAR;
    }

    static String text(Throwable failure) {
        return chain(failure).map(Verdict::line).collect(Collectors.joining("\n"));
    }

    private static String line(Throwable t) {
        var code = "";
        if (t instanceof SQLException sql) {
            code = " [" + sql.getSQLState() + "]";
        } else if (t instanceof XAException xa) {
            code = " [" + xa.errorCode + "]";
        }
        return t.getClass().getName() + code + ": " + t.getMessage();
    }

    /** The failure, its causes, and what was suppressed, in which the transaction manager keeps the resources' own. */
    private static Stream<Throwable> chain(Throwable failure) {
        return Stream.iterate(failure, t -> t != null, Throwable::getCause)
                .limit(20)
                .flatMap(t -> Stream.concat(Stream.of(t), Stream.of(t.getSuppressed())));
    }
}
