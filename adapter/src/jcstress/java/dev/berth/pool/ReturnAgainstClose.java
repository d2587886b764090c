package dev.berth.pool;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** It comes back while its pool is closed. */
@JCStressTest
@Outcome(id = "closed", expect = ACCEPTABLE, desc = "closed, by one of them")
@Outcome(expect = FORBIDDEN, desc = "left open in a pool that nobody has")
@State
public class ReturnAgainstClose {

    private final Scene scene = Scene.lent();

    @Actor
    public void user() {
        scene.comesBack();
    }

    @Actor
    public void owner() {
        scene.pool.close();
    }

    @Arbiter
    public void end(L_Result result) {
        scene.pool.sweep(); // as the pool does until it is empty: what came back at the very moment of its end
        if (scene.entry.isGone()) {
            result.r1 = scene.pool.entries().length == 0 ? "closed" : "gone, not closed";
        } else {
            result.r1 = scene.fate();
        }
    }
}
