package dev.berth.handle;

import java.io.Serial;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;

/** The refusals of the handles, each with the SQLState of the standard. */
final class SqlState {

    /** connection does not exist */
    static final String CONNECTION_DOES_NOT_EXIST = "08003";

    /** invalid parameter value */
    static final String INVALID_PARAMETER_VALUE = "22023";

    private SqlState() {}

    /** Of a handle, and no word about the session: it must not be judged as a failure of the driver. */
    private static final class Closed extends SQLNonTransientConnectionException {

        @Serial
        private static final long serialVersionUID = 1L;

        Closed(String text) {
            super(text, CONNECTION_DOES_NOT_EXIST);
        }
    }

    static boolean isOurs(SQLException failure) {
        return failure instanceof Closed;
    }

    static SQLException closed(String what) {
        return new Closed(
                "This " + what + " is closed: get a new one from the DataSource and use it before closing it");
    }

    static SQLException invalid(String text) {
        return new SQLException(text, INVALID_PARAMETER_VALUE);
    }
}
