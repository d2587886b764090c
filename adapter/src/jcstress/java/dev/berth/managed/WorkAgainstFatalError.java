package dev.berth.managed;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** A transaction begins while the session dies. */
@JCStressTest
@Outcome(id = "BROKEN, work APPLICATION", expect = ACCEPTABLE, desc = "broken, with its work")
@Outcome(expect = FORBIDDEN, desc = "alive again, or its work forgotten")
@State
public class WorkAgainstFatalError {

    private final ConnectionState state = leased();

    private static ConnectionState leased() {
        var state = new ConnectionState();
        state.lease();
        return state;
    }

    @Actor
    public void user() {
        state.applicationBegins();
    }

    @Actor
    public void session() {
        state.breaks();
    }

    @Arbiter
    public void end(L_Result result) {
        result.r1 = state.toString();
    }
}
