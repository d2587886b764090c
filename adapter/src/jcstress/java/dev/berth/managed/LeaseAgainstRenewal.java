package dev.berth.managed;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** It is borrowed while the timer puts another physical connection below. */
@JCStressTest
@Outcome(
        id = {"1, 1", "2, 2"},
        expect = ACCEPTABLE,
        desc = "the borrower has one of them, and keeps it")
@Outcome(expect = FORBIDDEN, desc = "exchanged under its user")
@State
public class LeaseAgainstRenewal {

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
    public void borrower(II_Result result) {
        state.lease();
        result.r1 = physical;
    }

    @Arbiter
    public void end(II_Result result) {
        result.r2 = physical;
    }
}
