package dev.berth.pool;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZL_Result;

/** It is borrowed while the pool closes what is idle. */
@JCStressTest
@Outcome(
        id = {"true, lent", "false, closed"},
        expect = ACCEPTABLE,
        desc = "lent or closed")
@Outcome(expect = FORBIDDEN, desc = "lent and closed, or lost")
@State
public class LeaseAgainstExpiry {

    private final Scene scene = Scene.idle();

    @Actor
    public void borrower(ZL_Result result) {
        result.r1 = scene.borrows();
    }

    @Actor
    public void housekeeper() {
        scene.expires();
    }

    @Arbiter
    public void end(ZL_Result result) {
        result.r2 = scene.fate();
    }
}
