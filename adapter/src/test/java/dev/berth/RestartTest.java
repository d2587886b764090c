package dev.berth;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that is stopped between the two phases. */
class RestartTest {

    private static EmbeddedPostgres start(Path data, int port) throws IOException {
        return start(data, port, 8);
    }

    private static EmbeddedPostgres start(Path data, int port, int prepared) throws IOException {
        return EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofSeconds(60))
                .setOverrideWorkingDirectory(
                        Path.of("target/postgresql").toAbsolutePath().toFile())
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(port)
                .setServerConfig("max_prepared_transactions", Integer.toString(prepared))
                .start();
    }

    private static String url(EmbeddedPostgres server) {
        return server.getJdbcUrl("postgres", "postgres").replaceAll("\\?.*", "");
    }

    private static JdbcManagedConnectionFactory factory(EmbeddedPostgres server) {
        var factory = new JdbcManagedConnectionFactory();
        factory.setConnectionURL(url(server));
        factory.setUserName("postgres");
        factory.setPassword("trusted");
        return factory;
    }

    @Test
    @Obligation({46, 52})
    void what_was_prepared_before_a_restart_is_found_and_committed_after_it(@TempDir Path folder) throws Exception {
        var data = folder.resolve("data");
        var xid = Branches.next();
        int port;
        try (var server = start(data, 0);
                var lease = new Lease(factory(server))) {
            port = server.getPort();
            var xa = lease.managed.getXAResource();
            var handle = lease.handle();
            Lease.run(handle, "CREATE TABLE kept(i int)");
            xa.start(xid, XAResource.TMNOFLAGS);
            Lease.run(handle, "INSERT INTO kept VALUES (1)");
            xa.end(xid, XAResource.TMSUCCESS);
            xa.prepare(xid);
        }
        try (var server = start(data, port);
                var lease = new Lease(factory(server))) {
            var xa = lease.managed.getXAResource();
            var found = xa.recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN);
            assertEquals(1, found.length);
            assertArrayEquals(xid.getGlobalTransactionId(), found[0].getGlobalTransactionId());
            xa.commit(found[0], false);
            assertEquals("1", Lease.one(lease.handle(), "SELECT count(*) FROM kept"));
        }
    }

    @Test
    void a_database_that_prepares_nothing_is_warned_of_at_the_first_connection(@TempDir Path folder) throws Exception {
        try (var server = start(folder.resolve("data"), 0, 0)) {
            assertEquals(1, warnings(() -> {
                var factory = factory(server);
                new Lease(factory).close();
                new Lease(factory).close();
            }));
        }
    }

    @Test
    void a_pool_that_no_transaction_manager_uses_is_not(@TempDir Path folder) throws Exception {
        try (var server = start(folder.resolve("data"), 0, 0)) {
            assertEquals(0, warnings(() -> {
                try (var pool = PooledDataSource.builder()
                        .url(url(server))
                        .user("postgres")
                        .password("trusted")
                        .property("checkOnStart", "fail")
                        .build()) {
                    pool.getConnection().close();
                }
            }));
        }
    }

    /** How often it was told that the database can prepare nothing. */
    private static long warnings(Executable use) throws Exception {
        var logged = new CopyOnWriteArrayList<String>();
        var log = Logger.getLogger("dev.berth.managed");
        var handler = new Handler() {
            @Override
            public void publish(LogRecord logRecord) {
                logged.add(logRecord.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        log.addHandler(handler);
        try {
            use.run();
        } finally {
            log.removeHandler(handler);
        }
        return logged.stream()
                .filter(line -> line.contains("max_prepared_transactions is 0"))
                .count();
    }

    @FunctionalInterface
    private interface Executable {
        void run() throws Exception;
    }
}
