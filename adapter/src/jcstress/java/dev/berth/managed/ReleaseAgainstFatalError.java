package dev.berth.managed;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZL_Result;

/** It goes back to its pool while its session dies. */
@JCStressTest
@Outcome(id = "true, BROKEN", expect = ACCEPTABLE, desc = "broken, and told")
@Outcome(expect = FORBIDDEN, desc = "back in use")
@State
public class ReleaseAgainstFatalError {

    private final ConnectionState state = leased();

    private static ConnectionState leased() {
        var state = new ConnectionState();
        state.lease();
        return state;
    }

    @Actor
    public void user() {
        try {
            state.release();
        } catch (IllegalStateException broken) {
            // the pool closes it then
        }
    }

    @Actor
    public void session(ZL_Result result) {
        result.r1 = state.breaks();
    }

    @Arbiter
    public void end(ZL_Result result) {
        result.r2 = state.life();
    }
}
