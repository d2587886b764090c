package dev.berth.jta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.Lease;
import dev.berth.TestPostgres;
import dev.berth.Until;
import jakarta.transaction.RollbackException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a crash leaves prepared is finished by the manager's recovery. */
@Timeout(180)
class JtaRecoveryTest {

    private Bank here;
    private Bank there;

    @BeforeEach
    void create() throws Exception {
        here = Bank.create("jta_lost_here", 1);
        there = Bank.create("jta_lost_there", 1);
    }

    @AfterEach
    void drop() {
        here.drop();
        there.drop();
    }

    private void crash(CrashingProgram.Where where) throws Exception {
        var log = Files.createDirectories(Path.of("target/narayana-crash")).resolve(where + ".log");
        var command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                CrashingProgram.class.getName(),
                Integer.toString(TestPostgres.port()),
                here.database(),
                there.database(),
                where.name());
        var program = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(log.toFile()))
                .start();
        try {
            assertTrue(program.waitFor(60, TimeUnit.SECONDS), "not ended within 60 s; see " + log);
        } finally {
            program.destroyForcibly();
        }
        assertEquals(CrashingProgram.HALTED, program.exitValue(), "see " + log);
    }

    /** The last resource of the program is nobody's any more: the manager keeps asking for it, and nothing else. */
    private static void recoverUntil(List<Bank> banks) throws Exception {
        for (int i = 0; i < 5 && banks.stream().anyMatch(bank -> !bank.inDoubt().isEmpty()); i++) {
            Narayana.scan();
        }
        for (var bank : banks) {
            assertEquals(List.of(), bank.inDoubt());
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_crash_leaves_nothing_in_doubt(CrashingProgram.Where where) throws Exception {
        crash(where);
        assertEquals(1, here.inDoubt().size());
        assertEquals(1, there.inDoubt().size());
        try (var source = here.pool().maximumPoolSize(1).build();
                var other = there.pool().maximumPoolSize(1).build();
                var taken = source.getConnection()) { // a full pool is no obstacle
            var helpers = List.of(Narayana.register(source), Narayana.register(other));
            try {
                recoverUntil(List.of(here, there));
                assertEquals("1", Lease.one(taken, "SELECT 1"));
                assertEquals(1, source.snapshot().lent());
            } finally {
                helpers.forEach(Narayana::unregister);
            }
        }
        int moved = where == CrashingProgram.Where.IN_COMMIT ? 40 : 0;
        assertEquals(100 - moved, here.balance(1));
        assertEquals(100 + moved, there.balance(1));
        Until.equal(0L, () -> here.sessions() + there.sessions());
    }

    @ParameterizedTest
    @EnumSource
    void a_session_that_dies_between_the_others_phases_leaves_one_outcome(CrashingProgram.Where where)
            throws Exception {
        var manager = Narayana.manager();
        try (var source = here.pool().build();
                var other = there.pool().build()) {
            var backend = new AtomicInteger();
            Runnable kill = () -> TestPostgres.endBackend(backend.get());
            Runnable nothing = () -> {};
            boolean prepares = where == CrashingProgram.Where.IN_PREPARE;
            manager.begin();
            Bank.add(source, 1, -40);
            manager.getTransaction().enlistResource(new Saboteur(prepares ? kill : nothing, prepares ? nothing : kill));
            Bank.add(other, 1, 40);
            backend.set(other.withConnection(Lease::backend));
            if (prepares) {
                assertThrows(RollbackException.class, manager::commit);
            } else {
                manager.commit();
                assertEquals(1, there.inDoubt().size(), "prepared, and its session gone before it could commit");
            }
            assertEquals(0, source.snapshot().lent() + other.snapshot().lent());
            var helpers = List.of(Narayana.register(source), Narayana.register(other));
            try {
                recoverUntil(List.of(here, there));
            } finally {
                helpers.forEach(Narayana::unregister);
            }
            int moved = prepares ? 0 : 40;
            assertEquals(100 - moved, here.balance(1));
            assertEquals(100 + moved, there.balance(1));
        }
    }

    /** As a branch of another manager, or of another node of this one, looks in the database. */
    private void prepareAnothers(String gid) throws Exception {
        try (var connection = here.plain()) {
            Lease.run(
                    connection,
                    "BEGIN",
                    "UPDATE account SET balance = balance + 1 WHERE id = 1",
                    "PREPARE TRANSACTION '" + gid + "'");
        }
    }

    @Test
    void anothers_branches_are_left_alone_and_a_connection_that_dies_is_replaced() throws Exception {
        var gid = "4711_" + text(new byte[] {1, 2, 3}) + "_" + text(new byte[] {4});
        prepareAnothers(gid);
        try (var source = here.pool().build()) {
            var helper = Narayana.register(source);
            try {
                Narayana.scan();
                Narayana.scan();
            } finally {
                Narayana.unregister(helper);
            }
            assertEquals(List.of(gid), here.inDoubt());
            Until.equal(0L, here::sessions);

            var resource = source.recovery().getXAResources()[0];
            var found = resource.recover(XAResource.TMSTARTRSCAN);
            assertEquals(1, found.length);
            assertEquals(4711, found[0].getFormatId());
            assertEquals(1, here.sessions());
            assertEquals(0, source.snapshot().size(), "not the pool's");
            TestPostgres.column("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
                    + " WHERE application_name = '" + here.database() + "'");
            var broken = assertThrows(XAException.class, () -> resource.rollback(found[0]));
            assertEquals(XAException.XAER_RMFAIL, broken.errorCode);
            resource.rollback(found[0]);
            assertEquals(List.of(), here.inDoubt());
            assertEquals(0, resource.recover(XAResource.TMENDRSCAN).length);
            Until.equal(0L, here::sessions);

            assertThrows(XAException.class, () -> resource.start(found[0], XAResource.TMNOFLAGS));
            resource.recover(XAResource.TMSTARTRSCAN);
            source.close();
            Until.equal(0L, here::sessions);
            assertEquals(0, source.recovery().getXAResources().length);
            var closed = assertThrows(XAException.class, () -> resource.recover(XAResource.TMSTARTRSCAN));
            assertEquals(XAException.XAER_RMFAIL, closed.errorCode);
        }
        assertEquals(100, here.balance(1));
    }

    private static String text(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
