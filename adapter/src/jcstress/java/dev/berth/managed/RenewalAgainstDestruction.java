package dev.berth.managed;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The pool destroys a connection whose physical one is replaced, or taken by another thread, at that moment. */
@JCStressTest
@Outcome(
        id = {"1, 1", "2, 2"},
        expect = ACCEPTABLE,
        desc = "what is closed is what is there")
@Outcome(expect = FORBIDDEN, desc = "one is closed, and another is left open")
@State
public class RenewalAgainstDestruction {

    private final ConnectionState state = new ConnectionState();
    private int physical = 1;

    @Actor
    public void timer() {
        int turn = state.renews();
        if (turn != 0) {
            state.renewed(turn, () -> physical = 2);
        }
    }

    @Actor
    public void pool(II_Result result) {
        if (state.destroy()) {
            result.r1 = physical;
        }
    }

    @Arbiter
    public void end(II_Result result) {
        result.r2 = physical;
    }
}
