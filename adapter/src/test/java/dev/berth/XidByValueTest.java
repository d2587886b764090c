package dev.berth;

import static dev.berth.Branches.assertXa;
import static javax.transaction.xa.XAResource.TMFAIL;
import static javax.transaction.xa.XAResource.TMJOIN;
import static javax.transaction.xa.XAResource.TMNOFLAGS;
import static javax.transaction.xa.XAResource.TMRESUME;
import static javax.transaction.xa.XAResource.TMSUCCESS;
import static javax.transaction.xa.XAResource.TMSUSPEND;
import static javax.transaction.xa.XAResource.XA_OK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.berth.dialect.BranchId;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A manager may name its branch by another object at each call, one that equals none: over our own resource, and a driver's. */
class XidByValueTest {

    private static final AtomicInteger NEXT = new AtomicInteger();

    /** As X/Open has it, and no more: equal to itself alone. */
    private static final class Plain implements Xid {

        private final int number;

        private Plain(int number) {
            this.number = number;
        }

        @Override
        public int getFormatId() {
            return 4711;
        }

        @Override
        public byte[] getGlobalTransactionId() {
            return ("berth-plain-" + ProcessHandle.current().pid() + "-" + number).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public byte[] getBranchQualifier() {
            return new byte[] {7};
        }
    }

    enum Database {
        POSTGRESQL {
            @Override
            JdbcManagedConnectionFactory factory() {
                return TestPostgres.factory();
            }
        },
        H2 {
            @Override
            JdbcManagedConnectionFactory factory() {
                var factory = new JdbcManagedConnectionFactory();
                factory.setDataSourceClass("org.h2.jdbcx.JdbcDataSource");
                factory.setConnectionURL("jdbc:h2:mem:byvalue;DB_CLOSE_DELAY=-1");
                factory.setUserName("sa");
                factory.setPassword("");
                return factory;
            }
        };

        abstract JdbcManagedConnectionFactory factory();
    }

    private final int number = NEXT.incrementAndGet();

    private Xid xid() {
        return new Plain(number);
    }

    private static void insert(Connection handle) throws SQLException {
        Lease.run(handle, "INSERT INTO byvalue VALUES (1)");
    }

    /** What is to be done with a connection, and how many rows it leaves. */
    @FunctionalInterface
    private interface Work {
        void with(XAResource xa, Connection handle) throws Exception;
    }

    private static void assertRows(int rows, Database database, Work work) throws Exception {
        try (var lease = new Lease(database.factory())) {
            Lease.run(lease.handle(), "DROP TABLE IF EXISTS byvalue", "CREATE TABLE byvalue(i int)");
            work.with(lease.managed.getXAResource(), lease.handle());
            assertEquals(String.valueOf(rows), Lease.one(lease.handle(), "SELECT count(*) FROM byvalue"));
            lease.managed.cleanup();
        }
    }

    @ParameterizedTest
    @EnumSource
    void in_one_phase_with_a_suspension_and_a_join(Database database) throws Exception {
        assertRows(2, database, (xa, handle) -> {
            xa.start(xid(), TMNOFLAGS);
            assertXa(XAException.XAER_DUPID, () -> xa.start(xid(), TMNOFLAGS));
            insert(handle);
            xa.end(xid(), TMSUSPEND);
            xa.start(xid(), TMRESUME);
            xa.end(xid(), TMSUCCESS);
            if (database == Database.POSTGRESQL) { // H2's own resource takes no join
                xa.start(xid(), TMJOIN);
                xa.end(xid(), TMSUCCESS);
            }
            xa.commit(xid(), true);
            xa.start(xid(), TMNOFLAGS); // it is over, and may begin anew
            insert(handle);
            xa.end(xid(), TMSUCCESS);
            xa.commit(xid(), true);
        });
    }

    @ParameterizedTest
    @EnumSource
    void in_two_phases(Database database) throws Exception {
        assertRows(1, database, (xa, handle) -> {
            xa.start(xid(), TMNOFLAGS);
            insert(handle);
            xa.end(xid(), TMSUCCESS);
            assertXa(XAException.XAER_PROTO, () -> xa.commit(xid(), false));
            assertEquals(XA_OK, xa.prepare(xid()));
            xa.commit(xid(), false);
        });
    }

    @ParameterizedTest
    @EnumSource
    void rolled_back_before_its_end_and_after_it(Database database) throws Exception {
        assertRows(0, database, (xa, handle) -> {
            for (int flags : List.of(0, TMSUCCESS, TMFAIL)) {
                xa.start(xid(), TMNOFLAGS);
                insert(handle);
                if (flags != 0) {
                    xa.end(xid(), flags);
                }
                xa.rollback(xid());
            }
            xa.start(xid(), TMNOFLAGS);
            insert(handle);
            xa.end(xid(), TMFAIL);
            assertXa(XAException.XA_RBROLLBACK, () -> xa.commit(xid(), true));
            assertXa(XAException.XAER_NOTA, () -> xa.rollback(xid())); // as was said
        });
    }

    @ParameterizedTest
    @EnumSource
    void another_branch_is_not_taken_for_it(Database database) throws Exception {
        assertRows(1, database, (xa, handle) -> {
            var other = new Plain(NEXT.incrementAndGet());
            xa.start(xid(), TMNOFLAGS);
            insert(handle);
            assertXa(XAException.XAER_NOTA, () -> xa.end(other, TMSUCCESS));
            xa.end(xid(), TMSUCCESS);
            assertXa(XAException.XAER_NOTA, () -> xa.prepare(other));
            assertXa(XAException.XAER_NOTA, () -> xa.commit(other, true));
            if (database == Database.POSTGRESQL) { // H2's own resource rolls back whatever it has
                assertXa(XAException.XAER_RMFAIL, () -> xa.rollback(other));
            }
            xa.commit(xid(), true);
        });
    }

    @Test
    void a_driver_is_given_the_same_object_at_each_call_of_a_branch_which_equals_by_value() throws Exception {
        var factory = new JdbcManagedConnectionFactory();
        factory.setDataSourceClass(FakeXaDriver.class.getName());
        try (var lease = new Lease(factory)) {
            var xa = lease.managed.getXAResource();
            int next = NEXT.incrementAndGet();
            for (int each : new int[] {number, next}) {
                xa.start(new Plain(each), TMNOFLAGS);
                xa.end(new Plain(each), TMSUCCESS);
                xa.commit(new Plain(each), true);
            }
            var given = FakeXaDriver.LAST.get().branches;
            assertEquals(6, given.size());
            for (int i = 0; i < 6; i++) {
                assertSame(given.get(i / 3 * 3), given.get(i));
                assertEquals(BranchId.of(new Plain(i < 3 ? number : next)), given.get(i));
            }
        }
    }
}
