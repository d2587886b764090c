package dev.berth.pool;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import jakarta.resource.ResourceException;
import java.util.function.LongSupplier;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZL_Result;

/** It is handed over while the time of its waiter is up. */
@JCStressTest
@Outcome(
        id = {"true, lent", "false, idle"},
        expect = ACCEPTABLE,
        desc = "the waiter has it, or it is idle")
@Outcome(expect = FORBIDDEN, desc = "lost, or lent and idle")
@State
public class HandOverAgainstTimeout {

    private final Scene scene = Scene.lent();

    @Actor
    public void user() {
        scene.comesBack();
    }

    @Actor
    public void waiter(ZL_Result result) {
        result.r1 = waits(scene, new Ticks());
    }

    @Arbiter
    public void end(ZL_Result result) {
        result.r2 = scene.fate();
    }

    static boolean waits(Scene scene, LongSupplier clock) {
        try {
            new Waiting(scene.pool, scene.growth, clock, scene.pool.config().connectionTimeout()).await();
            return true;
        } catch (ResourceException timeout) {
            return false;
        }
    }

    /** It is later each time that somebody looks. */
    static final class Ticks implements LongSupplier {

        private long now;

        @Override
        public long getAsLong() {
            return now++;
        }
    }
}
