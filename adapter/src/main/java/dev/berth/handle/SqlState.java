package dev.berth.handle;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;

/** The refusals of the handles, each with the SQLState of the standard. */
final class SqlState {

    /** connection does not exist */
    static final String CONNECTION_DOES_NOT_EXIST = "08003";

    /** invalid parameter value */
    static final String INVALID_PARAMETER_VALUE = "22023";

    private SqlState() {}

    static SQLException closed(String what) {
        return new SQLNonTransientConnectionException(
                "This " + what + " is closed: get a new one from the DataSource and use it before closing it",
                CONNECTION_DOES_NOT_EXIST);
    }

    static SQLException invalid(String text) {
        return new SQLException(text, INVALID_PARAMETER_VALUE);
    }
}
