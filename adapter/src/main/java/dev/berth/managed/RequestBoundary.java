package dev.berth.managed;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;

/** Tells the driver where one user's work begins and ends, as JDBC 4.3 has it; never inside a transaction. */
final class RequestBoundary {

    private static final Logger LOG = System.getLogger("dev.berth.managed");

    /** Written by the borrower, read at cleanup. */
    private boolean open;

    /** The first handle of a user is given out. */
    void begins(Connection raw) {
        if (!open) {
            open = true;
            tell(Connection::beginRequest, raw);
        }
    }

    /** The session has been made clean for the next user. */
    void ends(Connection raw) {
        if (open) {
            open = false;
            tell(Connection::endRequest, raw);
        }
    }

    /** A hint: a driver that refuses it is in nobody's way. */
    private static void tell(JdbcCall call, Connection raw) {
        try {
            call.on(raw);
        } catch (SQLException failure) {
            LOG.log(Level.DEBUG, "The driver refused a request boundary", failure);
        }
    }
}
