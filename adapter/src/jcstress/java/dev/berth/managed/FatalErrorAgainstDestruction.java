package dev.berth.managed;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZL_Result;

/** Its session dies while its pool closes it. */
@JCStressTest
@Outcome(
        id = {"true, DESTROYED", "false, DESTROYED"},
        expect = ACCEPTABLE,
        desc = "closed for good")
@Outcome(expect = FORBIDDEN, desc = "alive again")
@State
public class FatalErrorAgainstDestruction {

    private final ConnectionState state = leased();

    private static ConnectionState leased() {
        var state = new ConnectionState();
        state.lease();
        return state;
    }

    @Actor
    public void session(ZL_Result result) {
        result.r1 = state.breaks();
    }

    @Actor
    public void pool() {
        state.destroy();
    }

    @Arbiter
    public void end(ZL_Result result) {
        result.r2 = state.life();
    }
}
