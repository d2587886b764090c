package dev.berth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dialect.BranchId;
import dev.berth.managed.InDoubtView;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.ConnectionManager;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is in doubt, as JMX shows it and the log warns of it. */
class InDoubtTest {

    private static final Logger LOG = Logger.getLogger("dev.berth"); // held, or its handler could go with it

    private final JdbcResourceAdapter adapter = new JdbcResourceAdapter();
    private final List<String> logged = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord logRecord) {
            logged.add(logRecord.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private String gid;

    @BeforeEach
    void prepareOne() throws Exception {
        LOG.addHandler(handler);
        adapter.start(Fakes.of(
                BootstrapContext.class, Map.of("createTimer", (proxy, method, arguments) -> new Timer("test", true))));
        var global = new byte[28 + 6];
        System.arraycopy("node-7".getBytes(StandardCharsets.UTF_8), 0, global, 28, 6);
        try (var lease = Lease.open()) {
            var xa = lease.managed.getXAResource();
            var xid = new BranchId(131077, global, new byte[] {9});
            xa.start(xid, XAResource.TMNOFLAGS);
            Lease.run(lease.handle(), "CREATE TABLE IF NOT EXISTS doubt(i int)", "INSERT INTO doubt VALUES (1)");
            xa.end(xid, XAResource.TMSUCCESS);
            xa.prepare(xid);
        }
        gid = TestPostgres.column("SELECT gid FROM pg_prepared_xacts").get(0);
    }

    @AfterEach
    void clear() {
        adapter.stop();
        LOG.removeHandler(handler);
        TestPostgres.column("SELECT gid FROM pg_prepared_xacts")
                .forEach(left -> TestPostgres.asSuperuser("ROLLBACK PREPARED '" + left + "'"));
    }

    private ObjectName deployed(JdbcManagedConnectionFactory factory) throws Exception {
        factory.setResourceAdapter(adapter);
        factory.createConnectionFactory(Fakes.of(ConnectionManager.class, Map.of()));
        factory.createConnectionFactory(Fakes.of(ConnectionManager.class, Map.of()));
        var names =
                ManagementFactory.getPlatformMBeanServer().queryNames(new ObjectName("dev.berth:type=InDoubt,*"), null);
        assertEquals(1, names.size());
        return names.iterator().next();
    }

    @Test
    void jmx_lists_every_prepared_transaction_of_the_database() throws Exception {
        var name = deployed(TestPostgres.factory());
        assertFalse(name.toString().contains(TestPostgres.PASSWORD));
        var all = (CompositeData[]) ManagementFactory.getPlatformMBeanServer().getAttribute(name, "InDoubt");
        assertEquals(1, all.length);
        assertEquals(gid, all[0].get("gid"));
        assertEquals(TestPostgres.USER, all[0].get("owner"));
        assertEquals("node-7", all[0].get("node"));
        assertEquals(true, all[0].get("recoverable"));
        assertTrue(
                (Integer) all[0].get("locks") > 0,
                () -> ""
                        + TestPostgres.column(
                                "SELECT virtualtransaction || ' ' || mode || ' ' || coalesce(pid, 0) FROM pg_locks"));
        assertTrue((Long) all[0].get("ageSeconds") >= 0);
    }

    @Test
    void another_user_sees_it_and_that_it_is_not_his_to_finish() throws Exception {
        var factory = TestPostgres.factory();
        factory.setUserName(TestPostgres.OTHER_USER);
        factory.setPassword(TestPostgres.OTHER_PASSWORD);
        var name = deployed(factory);
        var all = (CompositeData[]) ManagementFactory.getPlatformMBeanServer().getAttribute(name, "InDoubt");
        assertEquals(false, all[0].get("recoverable"));
        try (var lease = new Lease(factory)) {
            assertEquals(0, lease.managed.getXAResource().recover(XAResource.TMSTARTRSCAN).length);
        }
        assertTrue(logged.stream().anyMatch(line -> line.contains("Recovery cannot finish 1")), logged::toString);
    }

    @Test
    void ending_one_by_hand_is_refused_unless_it_is_allowed() throws Exception {
        var server = ManagementFactory.getPlatformMBeanServer();
        var name = deployed(TestPostgres.factory());
        String[] signature = {"java.lang.String"};
        var refused = assertThrows(
                Exception.class, () -> server.invoke(name, "rollbackPrepared", new Object[] {gid}, signature));
        assertTrue(refused.getCause().getMessage().contains("allowHeuristics"), refused::toString);
        adapter.stop();

        var allowed = TestPostgres.factory();
        allowed.setAllowHeuristics(true);
        var second = new JdbcResourceAdapter();
        allowed.setResourceAdapter(second);
        allowed.createConnectionFactory(Fakes.of(ConnectionManager.class, Map.of()));
        try {
            var names = server.queryNames(new ObjectName("dev.berth:type=InDoubt,*"), null);
            server.invoke(names.iterator().next(), "commitPrepared", new Object[] {gid}, signature);
        } finally {
            second.stop();
        }
        assertEquals(List.of(), TestPostgres.column("SELECT gid FROM pg_prepared_xacts"));
        assertTrue(logged.stream().anyMatch(line -> line.contains("by hand")), logged::toString);
    }

    @Test
    void one_that_is_too_old_is_warned_of_once() throws Exception {
        watch(3600).check();
        assertEquals(List.of(), logged);
        TestPostgres.asSuperuser("SELECT pg_sleep(1.1)");
        var watch = watch(1);
        watch.check();
        watch.check();
        assertEquals(1, logged.stream().filter(line -> line.contains(gid)).count(), logged::toString);
        assertTrue(logged.get(0).contains("node-7"), logged::toString);
    }

    private static InDoubtWatch watch(int alarm) {
        var factory = TestPostgres.factory();
        factory.setInDoubtAlarm(alarm);
        var config = dev.berth.config.JdbcConfig.of(factory.raw());
        return new InDoubtWatch(new InDoubtView(dev.berth.managed.ConnectionSource.of(factory, config)), config);
    }

    @Test
    @Obligation(73)
    void it_starts_again_after_it_was_stopped() throws Exception {
        adapter.stop();
        adapter.start(Fakes.of(
                BootstrapContext.class, Map.of("createTimer", (proxy, method, arguments) -> new Timer("again", true))));
        deployed(TestPostgres.factory());
    }

    @Test
    @Obligation(74)
    void stopping_takes_the_bean_and_the_timer_away() throws Exception {
        deployed(TestPostgres.factory());
        adapter.stop();
        assertEquals(
                0,
                ManagementFactory.getPlatformMBeanServer()
                        .queryNames(new ObjectName("dev.berth:*"), null)
                        .size());
    }
}
