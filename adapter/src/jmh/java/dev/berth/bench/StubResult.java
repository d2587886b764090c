package dev.berth.bench;

import java.sql.ResultSet;
import java.sql.SQLWarning;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** One row with a 1 in it, again and again: a connection has one of these for all of its queries. */
abstract class StubResult implements ResultSet {

    private boolean atEnd;
    private boolean closed;
    private @Nullable Statement statement;

    StubResult() {}

    StubResult open(Statement by) {
        statement = by;
        atEnd = false;
        closed = false;
        return this;
    }

    @Override
    public boolean next() {
        boolean row = !atEnd;
        atEnd = true;
        return row;
    }

    @Override
    public int getInt(int column) {
        return column;
    }

    @Override
    public long getLong(int column) {
        return column;
    }

    @Override
    public boolean wasNull() {
        return false;
    }

    @Override
    public @Nullable Statement getStatement() {
        return statement;
    }

    @Override
    public @Nullable SQLWarning getWarnings() {
        return null;
    }

    @Override
    public void clearWarnings() {}

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }
}
