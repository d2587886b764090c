package dev.berth.pool;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A waiter is given something while its time is up: the heart of a hand-over. */
@JCStressTest
@Outcome(
        id = {"true, false", "false, true"},
        expect = ACCEPTABLE,
        desc = "it has it, or has given up")
@Outcome(expect = FORBIDDEN, desc = "both, and what was given is lost; or neither")
@State
public class GiftAgainstGivingUp {

    private final Waiter waiter = new Waiter(0);

    @Actor
    public void giver(ZZ_Result result) {
        result.r1 = waiter.give("a connection");
    }

    @Actor
    public void waiter(ZZ_Result result) {
        result.r2 = waiter.giveUp();
    }
}
