package dev.berth;

import dev.berth.dialect.BranchId;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import javax.transaction.xa.XAException;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.function.Executable;

/** Branches for tests. */
public final class Branches {

    private static final AtomicInteger NEXT = new AtomicInteger();

    private Branches() {}

    /** A branch that no other test has. */
    public static Xid next() {
        return new BranchId(
                131077,
                ("berth-test-" + ProcessHandle.current().pid() + "-" + NEXT.incrementAndGet())
                        .getBytes(StandardCharsets.UTF_8),
                new byte[] {1});
    }

    /** That the call fails with that code of XAException. */
    public static XAException assertXa(int code, Executable call) {
        var failure = Assertions.assertThrows(XAException.class, call);
        Assertions.assertEquals(code, failure.errorCode, failure::toString);
        return failure;
    }
}
