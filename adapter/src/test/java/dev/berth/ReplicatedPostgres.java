package dev.berth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Collectors;

/**
 * Two PostgreSQL servers, the second a hot standby that follows the first, until it is promoted. Passwords and roles are
 * those of {@link TestPostgres}. What is called primary here is the one that should be: from the moment the standby was
 * asked to take over, that one.
 */
public final class ReplicatedPostgres implements AutoCloseable {

    private static final int ATTEMPTS = 3;

    private final Path work;
    private final OwnPostgres first;
    private final OwnPostgres second;
    private OwnPostgres primary;
    private boolean stoppedCleanly;

    private ReplicatedPostgres() throws IOException {
        work = Files.createTempDirectory(
                Files.createDirectories(Path.of("target/replicated").toAbsolutePath()), "run-");
        first = new OwnPostgres(work.resolve("first"));
        second = new OwnPostgres(work.resolve("second"));
        primary = first;
    }

    /** Both run, and the second has all that the first has. A free port may be somebody's by the time it is taken. */
    public static ReplicatedPostgres start() throws Exception {
        for (int attempt = 1; ; attempt++) {
            try {
                return started();
            } catch (IOException ended) {
                if (attempt == ATTEMPTS) {
                    throw ended;
                }
            }
        }
    }

    private static ReplicatedPostgres started() throws Exception {
        var both = new ReplicatedPostgres();
        try {
            both.first.create();
            both.first.copyTo(both.second); // before the first start: there is no colder copy
            both.first.start();
            both.second.startFollowing(both.first);
            try (var connection = both.first.superuser()) {
                Lease.run(connection, TestPostgres.ROLES);
            }
            both.awaitReplay();
            return both;
        } catch (Exception failure) {
            both.close();
            throw failure;
        }
    }

    /** Of the one that has started as primary, whatever it is now. */
    public int firstPort() {
        return first.port();
    }

    public int secondPort() {
        return second.port();
    }

    /** Of the primary, running or not; after {@link #promoteStandby} that is the other one. */
    public int primaryPort() {
        return primary.port();
    }

    public int standbyPort() {
        return standby().port();
    }

    /** First and second, in this order, without parameters: for a test to add, as ?targetServerType=primary. */
    public String urlOfBoth() {
        return urlOf(first.port(), second.port());
    }

    /** The database behind these ports of loopback, a cable's for example; without parameters. */
    public static String urlOf(int... ports) {
        return Arrays.stream(ports)
                .mapToObj(port -> "127.0.0.1:" + port)
                .collect(Collectors.joining(",", "jdbc:postgresql://", "/postgres"));
    }

    /** A plain connection of the superuser to the one that should be primary, of which the driver remembers nothing. */
    public Connection superuser() throws SQLException {
        return primary.superuser();
    }

    /** As an administrator does it, who tells every session; or immediately, as in an emergency. Returns when ended. */
    public void stopPrimary(boolean immediately) throws IOException, InterruptedException {
        primary.stop(immediately);
        stoppedCleanly = !immediately;
    }

    /** As when its machine loses its power, but that the kernel closes the sockets. Returns when ended. */
    public void killPrimary() throws Exception {
        primary.kill();
        stoppedCleanly = false;
    }

    /** Starts what {@link #stopPrimary} or {@link #killPrimary} has ended again, as the primary that it was. */
    public void resumePrimary() throws Exception {
        primary.start();
    }

    /** Asks the standby to take over, whether the primary still runs or not; answers when it was asked, in nanoTime. */
    public long promoteStandby() throws SQLException {
        try (var connection = standby().superuser()) {
            long asked = System.nanoTime();
            Lease.run(connection, "SELECT pg_promote(false)");
            primary = standby();
            return asked;
        }
    }

    /** Until the promoted one takes writes. */
    public void awaitPromoted() throws Exception {
        try (var connection = primary.superuser()) {
            Until.equal("f", () -> Lease.one(connection, "SELECT pg_is_in_recovery()"));
        }
    }

    /**
     * Starts the former primary as standby of the promoted one. Only where it was stopped, not immediately, before the
     * promotion: what it had written after the other took over could not be undone.
     */
    public void demoteOldPrimaryToStandby() throws Exception {
        if (standby().isRunning() || !stoppedCleanly) {
            throw new IllegalStateException("the former primary runs, or did not stop cleanly before the promotion");
        }
        standby().startFollowing(primary);
    }

    /** Until the standby shows what the primary has committed by now. */
    public void awaitReplay() throws Exception {
        try (var from = primary.superuser();
                var to = standby().superuser()) {
            var written = Lease.one(from, "SELECT pg_current_wal_flush_lsn()");
            Until.equal("t", () -> Lease.one(to, "SELECT pg_last_wal_replay_lsn() >= '" + written + "'"));
        }
    }

    private OwnPostgres standby() {
        return primary == first ? second : first;
    }

    /** Ends both and removes their data; the logs stay. */
    @Override
    public void close() throws IOException, InterruptedException {
        for (var server : new OwnPostgres[] {first, second}) {
            if (server.isRunning()) {
                server.stop(true);
            }
        }
        try (var files = Files.walk(work)) {
            files.sorted(Comparator.reverseOrder()).forEach(ReplicatedPostgres::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
