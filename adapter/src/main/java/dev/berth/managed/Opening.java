package dev.berth.managed;

import dev.berth.config.Credentials;
import dev.berth.config.JdbcConfig;
import dev.berth.dialect.Causes;
import dev.berth.dialect.Dialect;
import dev.berth.dialect.SessionSetup;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Opens the physical connections of one factory: as whom the credentials say now, with the session as configured. */
final class Opening {

    /** How long a new password may take to reach the place where it is looked up, after the database has it. */
    private static final Duration ROTATION = Duration.ofSeconds(2);

    /** How long the database may take to end a session that was closed here. */
    private static final Duration VACATION = Duration.ofSeconds(1);

    // milliseconds between two looks, which may be requests to a store of secrets
    private static final long FIRST_PAUSE = 50;
    private static final long LONGEST_PAUSE = 400;

    /** sqlclient_unable_to_establish_sqlconnection */
    private static final String CANNOT_CONNECT = "08001";

    private final JdbcConfig config;
    private final Dialect dialect;
    private final Connector connector;
    private final LongSupplier clock;
    private final int hosts;
    private final SessionSetup setup;
    private final Customizing customizing;
    private final CredentialSource credentials;
    private final FailoverSense failover;
    private final Breaker breaker;
    private final ConnectGate gate;
    private final Counts counts;

    Opening(
            JdbcConfig config,
            Dialect dialect,
            Connector connector,
            @Nullable String url,
            SessionSetup setup,
            Customizing customizing,
            FailoverSense failover,
            Counts counts,
            LongSupplier clock) {
        this.config = config;
        this.dialect = dialect;
        this.connector = connector;
        this.clock = clock;
        this.hosts = url == null ? 0 : dialect.hosts(url).size();
        this.setup = setup;
        this.customizing = customizing;
        this.failover = failover;
        this.counts = counts;
        this.credentials = new CredentialSource(config);
        var how = config.connecting();
        this.breaker = new Breaker(
                config.database(),
                how.breakerFailures(),
                how.breakerMaxDelay(),
                clock,
                () -> ThreadLocalRandom.current().nextDouble());
        this.gate = new ConnectGate(how.concurrency(), how.loginTimeout(), breaker);
    }

    /**
     * A new physical connection.
     *
     * @throws SQLException the driver's failure; {@link NotTried} while the database is known to be away
     */
    Physical open(Credentials wanted) throws SQLException {
        return open(wanted, gate::pass, setup);
    }

    /** With nothing set up in it, to see what stands in the way of that. */
    Physical openBare(Credentials wanted) throws SQLException {
        return open(wanted, gate::pass, SessionSetup.NONE);
    }

    /** In the place of one that the caller has just closed, once the database has noticed: a second at most. */
    Physical openInPlace(Credentials wanted) throws SQLException {
        long end = System.nanoTime() + VACATION.toNanos();
        while (true) {
            try {
                return open(wanted, gate::passWithPlace, setup);
            } catch (SQLException failure) {
                if (!isFull(failure) || System.nanoTime() - end > 0 || !paused(FIRST_PAUSE)) {
                    throw failure;
                }
            }
        }
    }

    /** False when interrupted; that is remembered. */
    private static boolean paused(long milliseconds) {
        try {
            TimeUnit.MILLISECONDS.sleep(milliseconds);
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @FunctionalInterface
    private interface Door {
        Physical pass(ConnectGate.Attempt attempt) throws SQLException;
    }

    /** A password may have been changed, even again, between our look and the database's: as long as it changes. */
    private Physical open(Credentials wanted, Door door, SessionSetup with) throws SQLException {
        var current = credentials.current(wanted);
        long firstRefusal = 0;
        while (true) {
            try {
                int generation = failover.generation(); // before: a failover meanwhile makes it old
                var as = current.credentials();
                var physical = door.pass(() -> opened(as, with));
                counts.opened();
                return physical.of(vintage(current, generation));
            } catch (SQLException refused) {
                if (!isRefusal(refused, current) || !credentials.mayChange(wanted)) {
                    throw refused;
                }
                firstRefusal = firstRefusal == 0 ? System.nanoTime() : firstRefusal;
                current = changed(wanted, current, refused, firstRefusal + ROTATION.toNanos());
            }
        }
    }

    /** The database may have a new password a moment before we can look it up: waits for another one, and no longer. */
    private CredentialSource.Current changed(
            Credentials wanted, CredentialSource.Current refused, SQLException refusal, long end) throws SQLException {
        for (long pause = FIRST_PAUSE; System.nanoTime() - end < 0; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
            var now = credentials.current(wanted);
            if (!now.credentials().equals(refused.credentials())) {
                return now;
            }
            if (!paused(pause)) {
                throw refusal;
            }
        }
        throw refusal;
    }

    /** A file is empty for a moment while it is being written; drivers have various SQLStates for that. */
    private static boolean isRefusal(SQLException failure, CredentialSource.Current current) {
        return String.valueOf(Causes.sqlState(failure)).startsWith("28") // invalid authorization specification
                || "".equals(current.credentials().password());
    }

    private Physical opened(Credentials now, SessionSetup with) throws SQLException {
        var physical = connected(now);
        try {
            dialect.apply(physical.connection(), with);
            requireNoTransaction(physical.connection());
            if (with.equals(setup)) { // else it is opened to see what stands in the way of that
                customizing.created(physical.connection());
            }
            return physical;
        } catch (SQLException | RuntimeException failure) {
            physical.closeQuietly();
            throw failure;
        }
    }

    /** With several hosts the first attempt may only learn which of them is what it was not before. */
    private Physical connected(Credentials now) throws SQLException {
        try {
            return connector.open(now);
        } catch (SQLException failure) {
            if (hosts < 2 || !CANNOT_CONNECT.equals(failure.getSQLState())) {
                throw failure;
            }
            return connector.open(now);
        }
    }

    /** Everybody's work would be in it, and nobody would commit it. */
    private void requireNoTransaction(Connection connection) throws SQLException {
        if (dialect.transactionOpen(connection).orElse(false)) {
            throw new SQLException(
                    "connectionInitSql leaves a transaction open: have it end what it begins",
                    Refusal.INVALID_TRANSACTION_STATE);
        }
    }

    private Vintage vintage(CredentialSource.Current current, int generation) {
        long now = clock.getAsLong();
        long expires = now + (current.left() == null ? Vintage.NEVER : withMargin(current.left()));
        long lifetime = lifetime(config.lifetimes().most(), config.lifetimes().jitter());
        return new Vintage(now, Math.min(now + lifetime, expires), expires, generation);
    }

    private static long lifetime(Duration most, int jitter) {
        return most.isZero()
                ? Vintage.NEVER
                : (long) (most.toNanos() * (1 - ThreadLocalRandom.current().nextDouble() * jitter / 100));
    }

    /** Before the end, by a tenth of what is left, a minute at most: work that began in time should end in time. */
    private static long withMargin(Duration left) {
        return left.toNanos()
                - Math.min(left.toNanos() / 10, Duration.ofMinutes(1).toNanos());
    }

    /** Whether the database is known to be away. */
    boolean isShut() {
        return breaker.isOpen();
    }

    /** Whether the database had no place for another. */
    static boolean isFull(Exception failure) {
        return failure instanceof SQLException sql
                && String.valueOf(sql.getSQLState()).startsWith("53"); // insufficient resources
    }
}
