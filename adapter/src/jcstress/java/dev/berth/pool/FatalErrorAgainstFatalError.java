package dev.berth.pool;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** Two notice that its session has died. */
@JCStressTest
@Outcome(id = "closed", expect = ACCEPTABLE, desc = "closed, and its place free once")
@Outcome(expect = FORBIDDEN, desc = "its place lost or free twice")
@State
public class FatalErrorAgainstFatalError {

    private final Scene scene = Scene.lent();

    @Actor
    public void user() {
        scene.breaks();
    }

    @Actor
    public void driver() {
        scene.breaks();
    }

    @Arbiter
    public void end(L_Result result) {
        result.r1 = scene.fate();
    }
}
