package dev.berth.managed;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZL_Result;

/** Two notice that its session has died. */
@JCStressTest
@Outcome(
        id = {"true, false, BROKEN", "false, true, BROKEN"},
        expect = ACCEPTABLE,
        desc = "told once")
@Outcome(expect = FORBIDDEN, desc = "told twice or never")
@State
public class FatalErrorAgainstFatalError {

    private final ConnectionState state = leased();

    private static ConnectionState leased() {
        var state = new ConnectionState();
        state.lease();
        return state;
    }

    @Actor
    public void one(ZZL_Result result) {
        result.r1 = state.breaks();
    }

    @Actor
    public void other(ZZL_Result result) {
        result.r2 = state.breaks();
    }

    @Arbiter
    public void end(ZZL_Result result) {
        result.r3 = state.life();
    }
}
