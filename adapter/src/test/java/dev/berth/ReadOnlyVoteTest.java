package dev.berth;

import static javax.transaction.xa.XAResource.TMNOFLAGS;
import static javax.transaction.xa.XAResource.TMSUCCESS;
import static javax.transaction.xa.XAResource.XA_OK;
import static javax.transaction.xa.XAResource.XA_RDONLY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.ThrowingConsumer;

/** {@code readOnlyVote} and {@code transactionTimeout=server}, which are off unless asked for. */
class ReadOnlyVoteTest {

    private Lease lease;
    private XAResource xa;
    private Connection handle;

    @BeforeEach
    void open() throws Exception {
        var factory = TestPostgres.factory();
        factory.setReadOnlyVote(true);
        factory.setTransactionTimeout("server");
        lease = new Lease(factory);
        xa = lease.managed.getXAResource();
        handle = lease.handle();
        Lease.run(
                handle,
                "CREATE TABLE IF NOT EXISTS vote(i int)",
                "CREATE OR REPLACE FUNCTION writes() RETURNS int LANGUAGE sql AS 'INSERT INTO vote VALUES (1) RETURNING i'");
    }

    @AfterEach
    void destroy() throws Exception {
        lease.close();
        TestPostgres.column("SELECT gid FROM pg_prepared_xacts")
                .forEach(gid -> TestPostgres.asSuperuser("ROLLBACK PREPARED '" + gid.replace("'", "''") + "'"));
    }

    private int vote(ThrowingConsumer<Connection> work) throws Throwable {
        var xid = Branches.next();
        xa.start(xid, TMNOFLAGS);
        work.accept(handle);
        xa.end(xid, TMSUCCESS);
        int vote = xa.prepare(xid);
        if (vote == XA_OK) {
            xa.rollback(xid);
        }
        assertTrue(handle.getAutoCommit());
        return vote;
    }

    @TestFactory
    Stream<DynamicTest> a_branch_votes_read_only_exactly_when_nothing_of_it_has_to_wait_for_the_decision() {
        return Map.<String, Integer>of(
                        "SELECT count(*) FROM vote", XA_RDONLY,
                        "SHOW search_path", XA_RDONLY,
                        "INSERT INTO vote VALUES (1)", XA_OK,
                        "SELECT writes()", XA_OK,
                        "INSERT INTO vote VALUES (1) RETURNING i", XA_OK,
                        "SELECT i FROM vote FOR UPDATE", XA_OK,
                        "SELECT pg_advisory_xact_lock(42)", XA_OK,
                        "LOCK TABLE vote IN SHARE MODE", XA_OK,
                        "SELECT nextval('vote_seq')", XA_OK)
                .entrySet()
                .stream()
                .map(expected -> DynamicTest.dynamicTest(expected.getKey(), () -> {
                    try (var plain = TestPostgres.plain()) {
                        Lease.run(plain, "CREATE SEQUENCE IF NOT EXISTS vote_seq", "INSERT INTO vote VALUES (7)");
                    }
                    assertEquals(expected.getValue(), vote(connection -> Lease.run(connection, expected.getKey())));
                }));
    }

    @Test
    void a_notification_waits_for_the_decision() throws Throwable {
        try (var listening = TestPostgres.plain()) {
            Lease.run(listening, "LISTEN early");
            var notify = handle.prepareStatement("SELECT pg_notify('early', 'x')");
            var xid = Branches.next();
            xa.start(xid, TMNOFLAGS);
            notify.execute();
            xa.end(xid, TMSUCCESS);
            // PostgreSQL cannot prepare what has notified: it is rolled back, and nobody is told
            Branches.assertXa(javax.transaction.xa.XAException.XA_RBOTHER, () -> xa.prepare(xid));
            Lease.one(listening, "SELECT 1");
            var told = listening.unwrap(org.postgresql.PGConnection.class).getNotifications();
            assertEquals(0, told == null ? 0 : told.length);
        }
    }

    @Test
    void the_first_statement_gives_what_is_left_of_the_timeout_to_the_database() throws Throwable {
        assertTrue(xa.setTransactionTimeout(100));
        assertEquals(100, xa.getTransactionTimeout());
        vote(connection -> {
            var limit = Lease.one(connection, "SELECT setting FROM pg_settings WHERE name = 'statement_timeout'");
            assertTrue(Integer.parseInt(limit) > 90_000 && Integer.parseInt(limit) <= 100_000, limit);
        });
        assertEquals("0", Lease.one(handle, "SHOW statement_timeout"));
        Lease.run(handle, "SET statement_timeout = 1234");
        vote(connection -> assertEquals("1234ms", Lease.one(connection, "SHOW statement_timeout")));
        Branches.assertXa(javax.transaction.xa.XAException.XAER_INVAL, () -> xa.setTransactionTimeout(-1));
    }

    @Test
    void without_being_asked_for_neither_is_done() throws Exception {
        try (var plain = Lease.open()) {
            var resource = plain.managed.getXAResource();
            assertEquals(false, resource.setTransactionTimeout(100));
            var xid = Branches.next();
            resource.start(xid, TMNOFLAGS);
            assertEquals("0", Lease.one(plain.handle(), "SHOW statement_timeout"));
            resource.end(xid, TMSUCCESS);
            assertEquals(XA_OK, resource.prepare(xid));
            resource.rollback(xid);
            assertEquals(List.of(), List.of(resource.recover(XAResource.TMNOFLAGS)));
        }
    }
}
