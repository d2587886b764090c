package dev.berth.pool;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** Its session dies while the pool closes it. */
@JCStressTest
@Outcome(id = "closed", expect = ACCEPTABLE, desc = "closed, and its place free once")
@Outcome(expect = FORBIDDEN, desc = "kept, or its place lost or free twice")
@State
public class FatalErrorAgainstExpiry {

    private final Scene scene = Scene.idle();

    @Actor
    public void session() {
        scene.breaks();
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
