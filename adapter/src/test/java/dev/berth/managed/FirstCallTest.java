package dev.berth.managed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.berth.Branches;
import dev.berth.Lease;
import dev.berth.TestPostgres;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Whatever a server calls first takes an idle connection into use: from then on it is fit. */
class FirstCallTest {

    private record First(String name, Call call) {}

    @FunctionalInterface
    private interface Call {
        void on(XAResource xa) throws Exception;
    }

    private static final List<First> CALLS = List.of(
            new First("start", xa -> {}),
            new First("setTransactionTimeout", xa -> xa.setTransactionTimeout(300)), // Narayana
            new First("getTransactionTimeout", XAResource::getTransactionTimeout),
            new First("isSameRM", xa -> xa.isSameRM(xa)));

    private static Stream<DynamicTest> each(DynamicCase test) {
        return CALLS.stream()
                .map(first -> DynamicTest.dynamicTest(first.name(), () -> {
                    try (var kept = new Kept(factory -> {})) {
                        test.run(first.call(), kept, kept.open());
                    }
                }));
    }

    @FunctionalInterface
    private interface DynamicCase {
        void run(Call first, Kept kept, JdbcManagedConnection managed) throws Exception;
    }

    @TestFactory
    Stream<DynamicTest> a_dead_one_is_replaced_before_the_branch() {
        return each((first, kept, managed) -> {
            int dead = Kept.use(managed);
            TestPostgres.endBackend(dead);
            kept.clock.advance(Duration.ofSeconds(1));
            assertNotEquals(dead, branch(managed, first));
            assertEquals(1, kept.source.counts().replacedCount());
        });
    }

    @TestFactory
    Stream<DynamicTest> an_old_one_is_replaced_before_the_branch() {
        return each((first, kept, managed) -> {
            int old = branch(managed, first);
            kept.clock.advance(Duration.ofHours(1));
            assertNotEquals(old, branch(managed, first));
        });
    }

    /** In a branch of its own; its backend. */
    private static int branch(JdbcManagedConnection managed, Call first) throws Exception {
        var xa = managed.getXAResource();
        var xid = Branches.next();
        int backend;
        first.on(xa);
        xa.start(xid, XAResource.TMNOFLAGS);
        try (var handle = Kept.handle(managed)) {
            backend = Lease.backend(handle);
        }
        xa.end(xid, XAResource.TMSUCCESS);
        xa.commit(xid, true);
        managed.cleanup();
        return backend;
    }
}
