package dev.berth.pool;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** It comes back while the pool closes what is idle. */
@JCStressTest
@Outcome(
        id = {"idle", "closed"},
        expect = ACCEPTABLE,
        desc = "idle or closed")
@Outcome(expect = FORBIDDEN, desc = "lost, or closed and still there")
@State
public class ReturnAgainstExpiry {

    private final Scene scene = Scene.lent();

    @Actor
    public void user() {
        scene.comesBack();
    }

    @Actor
    public void housekeeper() {
        scene.expires();
    }

    @Arbiter
    public void end(L_Result result) {
        result.r1 = scene.fate();
    }
}
