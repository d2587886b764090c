package dev.berth.managed;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZL_Result;

/** Two would renew it. */
@JCStressTest
@Outcome(
        id = {"true, false, READY, work NONE", "false, true, READY, work NONE", "true, true, READY, work NONE"},
        expect = ACCEPTABLE,
        desc = "one at a time")
@Outcome(expect = FORBIDDEN, desc = "both at once, or neither")
@State
public class RenewalAgainstRenewal {

    private final ConnectionState state = new ConnectionState();

    @Actor
    public void timer(ZZL_Result result) {
        result.r1 = renews();
    }

    @Actor
    public void other(ZZL_Result result) {
        result.r2 = renews();
    }

    private boolean renews() {
        int turn = state.renews();
        return turn != 0 && state.renewed(turn, () -> {});
    }

    @Arbiter
    public void end(ZZL_Result result) {
        result.r3 = state.toString();
    }
}
