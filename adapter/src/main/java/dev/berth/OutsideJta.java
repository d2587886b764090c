package dev.berth;

import dev.berth.jta.JtaConnectionManager;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Asked by what would not be part of the transaction that the caller's thread is in: it is refused there. */
record OutsideJta(@Nullable JtaConnectionManager manager) {

    void require(String call, String instead) throws SQLException {
        if (manager != null && manager.isInTransaction()) {
            throw new SQLException(
                    call + " is refused: this thread is in a transaction of the transaction manager, and the work would"
                            + " not be part of it; " + instead,
                    "25000"); // invalid transaction state
        }
    }
}
