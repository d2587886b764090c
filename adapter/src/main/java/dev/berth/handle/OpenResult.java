package dev.berth.handle;

import dev.berth.delegate.Child;
import dev.berth.delegate.Owner;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A result set without a statement of ours, as the connection handle's child: closing the handle closes it. */
final class OpenResult extends Child {

    private final ConnectionHandle handle;
    private final ResultSet raw;
    private final ResultSetHandle result;

    OpenResult(ConnectionHandle handle, ResultSet raw) {
        this.handle = handle;
        this.raw = raw;
        this.result = new ResultSetHandle(this, raw);
    }

    ResultSetHandle result() {
        return result;
    }

    @Override
    public Owner owner() {
        return handle;
    }

    @Override
    protected ResultSet delegate() {
        return raw;
    }

    @Override
    protected void closeByParent() throws SQLException {
        result.close();
    }

    @Override
    protected void abandon() {
        result.abandon();
    }
}
