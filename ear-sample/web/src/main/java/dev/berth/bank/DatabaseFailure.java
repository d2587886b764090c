package dev.berth.bank;

import jakarta.ejb.ApplicationException;
import java.sql.SQLException;

/** A statement failed: undoes the transaction of the bean that throws it; {@link Outage} reads the cause. */
@ApplicationException(rollback = true)
public class DatabaseFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    DatabaseFailure(String database, SQLException cause) {
        super("the " + database + " database failed", cause);
    }
}
