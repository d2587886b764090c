package dev.berth.pool;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZL_Result;

/** It comes back while somebody begins to wait, who has time. */
@JCStressTest
@Outcome(id = "true, lent", expect = ACCEPTABLE, desc = "the waiter has it")
@Outcome(expect = FORBIDDEN, desc = "nobody woke him")
@State
public class ReturnAgainstWaiting {

    private static final long LONG = 2_000_000_000L; // nanoseconds

    private final Scene scene = Scene.lent(Duration.ofSeconds(3));

    @Actor
    public void user() {
        scene.comesBack();
    }

    @Actor
    public void waiter(ZL_Result result) {
        long begin = System.nanoTime(); // whom nobody wakes finds it by himself, when his time is up
        result.r1 = HandOverAgainstTimeout.waits(scene, System::nanoTime) && System.nanoTime() - begin < LONG;
    }

    @Arbiter
    public void end(ZL_Result result) {
        result.r2 = scene.fate();
    }
}
