package dev.berth.config;

import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a pooler between here and the database shares its sessions. */
public enum PoolerMode {
    /** There is none. */
    NONE,
    /** A session stays with a connection for as long as that is open. */
    SESSION,
    /** A session is another's after each transaction. */
    TRANSACTION;

    static PoolerMode of(@Nullable String text) {
        return valueOf(Checked.choice("poolerMode", text, List.of("none", "session", "transaction"))
                .toUpperCase(Locale.ROOT));
    }

    /** Refuses what needs a session of one's own where there is none. */
    static void check(PoolerMode mode, @Nullable TransactionSupportLevel level, SessionDefaults session) {
        if (mode != TRANSACTION) {
            return;
        }
        if (level == TransactionSupportLevel.XATransaction) {
            throw new ConfigException(
                    "transactionLevel",
                    "XATransaction is not possible with poolerMode=transaction, which gives each transaction any"
                            + " session: take LocalTransaction, or connect to the database itself");
        }
        var property = session.ofSession();
        if (property != null) {
            throw new ConfigException(
                    property,
                    "needs a session of one's own, and with poolerMode=transaction there is none: leave it out, and"
                            + " set it for the role or the database (ALTER ROLE ... SET, ALTER DATABASE ... SET)");
        }
    }
}
