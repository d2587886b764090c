package dev.berth.pool;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZI_Result;

/** Two want one more where there is place for one. */
@JCStressTest
@Outcome(
        id = {"true, false, 1", "false, true, 1"},
        expect = ACCEPTABLE,
        desc = "one was opened")
@Outcome(expect = FORBIDDEN, desc = "more than the maximum, or none")
@State
public class GrowthAgainstGrowth {

    private final Scene scene = broken();

    private static Scene broken() {
        var scene = Scene.lent();
        scene.breaks();
        return scene;
    }

    @Actor
    public void one(ZZI_Result result) {
        result.r1 = scene.growth.growIdle(scene.pool);
    }

    @Actor
    public void other(ZZI_Result result) {
        result.r2 = scene.growth.growIdle(scene.pool);
    }

    @Arbiter
    public void end(ZZI_Result result) {
        result.r3 = scene.pool.entries().length;
    }
}
