package dev.berth.managed;

import dev.berth.config.Credentials;
import dev.berth.config.JdbcConfig;
import dev.berth.dialect.Causes;
import dev.berth.dialect.Dialect;
import dev.berth.dialect.SessionSetup;
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

    private static final long LOOK_AGAIN = 50; // milliseconds

    /** sqlclient_unable_to_establish_sqlconnection */
    private static final String CANNOT_CONNECT = "08001";

    private final JdbcConfig config;
    private final Dialect dialect;
    private final Connector connector;
    private final LongSupplier clock;
    private final int hosts;
    private final SessionSetup setup;
    private final CredentialSource credentials;
    private final FailoverSense failover;
    private final Breaker breaker;
    private final ConnectGate gate;

    Opening(
            JdbcConfig config,
            Dialect dialect,
            Connector connector,
            @Nullable String url,
            SessionSetup setup,
            FailoverSense failover,
            LongSupplier clock) {
        this.config = config;
        this.dialect = dialect;
        this.connector = connector;
        this.clock = clock;
        this.hosts = url == null ? 0 : dialect.hosts(url).size();
        this.setup = setup;
        this.failover = failover;
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
        var current = credentials.current(wanted);
        try {
            return open(current);
        } catch (SQLException refused) {
            if (!isRefusal(refused) || !credentials.mayChange(wanted)) {
                throw refused;
            }
            return open(changed(wanted, current, refused));
        }
    }

    /** The database may have a new password a moment before we can look it up: waits for another one, and no longer. */
    private CredentialSource.Current changed(Credentials wanted, CredentialSource.Current refused, SQLException refusal)
            throws SQLException {
        long end = System.nanoTime() + ROTATION.toNanos();
        do {
            var now = credentials.current(wanted);
            if (!now.credentials().equals(refused.credentials())) {
                return now;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw refusal;
            }
        } while (System.nanoTime() - end < 0);
        throw refusal;
    }

    private static boolean isRefusal(SQLException failure) {
        return String.valueOf(Causes.sqlState(failure)).startsWith("28"); // invalid authorization specification
    }

    /** In the place of one that the caller has just closed, since there was none beside it. */
    Physical openInPlace(Credentials wanted) throws SQLException {
        var current = credentials.current(wanted);
        int generation = failover.generation();
        return gate.passWithPlace(() -> opened(current.credentials())).of(vintage(current, generation));
    }

    private Physical open(CredentialSource.Current current) throws SQLException {
        int generation = failover.generation(); // before: a failover meanwhile makes it old
        return gate.pass(() -> opened(current.credentials())).of(vintage(current, generation));
    }

    private Physical opened(Credentials now) throws SQLException {
        var physical = connected(now);
        try {
            dialect.apply(physical.connection(), setup);
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
}
