package dev.berth.pool;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Two borrow the only one. */
@JCStressTest
@Outcome(
        id = {"true, false", "false, true"},
        expect = ACCEPTABLE,
        desc = "one of them has it")
@Outcome(expect = FORBIDDEN, desc = "both, or nobody")
@State
public class LeaseAgainstLease {

    private final Scene scene = Scene.idle();

    @Actor
    public void one(ZZ_Result result) {
        result.r1 = scene.borrows();
    }

    @Actor
    public void other(ZZ_Result result) {
        result.r2 = scene.borrows();
    }
}
