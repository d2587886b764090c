package dev.berth.jta;

import dev.berth.pool.Loan;
import jakarta.transaction.Synchronization;

/** Takes a connection back when its transaction has ended, in whichever thread that is told. */
record EndOfLoan(Loan loan) implements Synchronization {

    /** Nothing: an interposed synchronization is told after those of the application, whose work it must not touch. */
    @Override
    public void beforeCompletion() {}

    @Override
    public void afterCompletion(int status) {
        loan.end();
    }
}
