package dev.berth.pool;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZL_Result;

/** It is handed over while the time of its waiter is up, and its user asks for it again. */
@JCStressTest
@Outcome(
        id = {"true, false, lent", "false, true, lent"},
        expect = ACCEPTABLE,
        desc = "one of them has it")
@Outcome(expect = FORBIDDEN, desc = "lost, or lent twice")
@State
public class ReturnAndWaitAgainstTimeout {

    private final Scene scene = Scene.lent();

    @Actor
    public void user(ZZL_Result result) {
        scene.comesBack();
        result.r1 = HandOverAgainstTimeout.waits(scene, new HandOverAgainstTimeout.Ticks());
    }

    @Actor
    public void waiter(ZZL_Result result) {
        result.r2 = HandOverAgainstTimeout.waits(scene, new HandOverAgainstTimeout.Ticks());
    }

    @Arbiter
    public void end(ZZL_Result result) {
        result.r3 = scene.fate();
    }
}
