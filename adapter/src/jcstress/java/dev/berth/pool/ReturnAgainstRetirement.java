package dev.berth.pool;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** It comes back while a graceful flush retires it. */
@JCStressTest
@Outcome(id = "closed", expect = ACCEPTABLE, desc = "closed, by one of them")
@Outcome(expect = FORBIDDEN, desc = "left for the next user")
@State
public class ReturnAgainstRetirement {

    private final Scene scene = Scene.lent();

    @Actor
    public void user() {
        scene.comesBack();
    }

    @Actor
    public void flush() {
        scene.retires();
    }

    @Arbiter
    public void end(L_Result result) {
        result.r1 = scene.fate();
    }
}
