package dev.berth.managed;

import dev.berth.config.JdbcConfig;
import dev.berth.dialect.Dialect;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** What stands in the way of XA on a factory's database: told once, with the check at start or the first connection. */
final class XaTrouble {

    private static final Logger LOG = System.getLogger("dev.berth.managed");

    private final String database;
    private final Dialect dialect;
    private final boolean wanted;
    private final AtomicBoolean looked = new AtomicBoolean();

    XaTrouble(JdbcConfig config, Dialect dialect, TransactionSupportLevel level) {
        this.database = config.database();
        this.dialect = dialect;
        this.wanted = level == TransactionSupportLevel.XATransaction;
    }

    /** Nobody wants XA, whatever the level. */
    void dismiss() {
        looked.set(true);
    }

    /** For whoever asks first. */
    Optional<String> of(Physical physical) throws SQLException {
        return wanted && looked.compareAndSet(false, true)
                ? dialect.troubleWithXa(physical.connection())
                : Optional.empty();
    }

    /** Logs it, where nobody has asked before. */
    void tell(Physical physical) {
        try {
            of(physical).ifPresent(trouble -> LOG.log(Level.WARNING, database + ": " + trouble));
        } catch (SQLException failure) {
            LOG.log(Level.DEBUG, "The database does not tell whether XA will work", failure);
        }
    }
}
