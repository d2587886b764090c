package dev.berth.handle;

import dev.berth.delegate.Delegate;
import dev.berth.delegate.DelegatingResultSet;
import dev.berth.delegate.DelegatingStatement;
import dev.berth.delegate.OpenStatement;
import dev.berth.delegate.Owner;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * The {@link ResultSet} an application holds. One of a statement is closed by the driver with its statement; one of
 * meta data or of an array has no statement of ours and is an {@link OpenResult} of the connection handle.
 */
final class ResultSetHandle extends DelegatingResultSet {

    /** The statement, or the {@link OpenResult} that stands for this one among the handle's children. */
    private final Delegate parent;

    private @Nullable ResultSet raw;

    ResultSetHandle(Delegate parent, ResultSet raw) {
        this.parent = parent;
        this.raw = raw;
    }

    @Override
    public Owner owner() {
        return parent.owner();
    }

    @Override
    protected ResultSet delegate() throws SQLException {
        var now = raw;
        if (now == null) {
            throw SqlState.closed("result set");
        }
        return now;
    }

    @Override
    protected ResultSet working() throws SQLException {
        var now = delegate();
        owner().working();
        return now;
    }

    @Override
    public @Nullable Statement getStatement() throws SQLException {
        delegate();
        return parent instanceof DelegatingStatement statement ? statement : null;
    }

    @Override
    public boolean isClosed() throws SQLException {
        var now = raw;
        return now == null || now.isClosed();
    }

    @Override
    public void close() throws SQLException {
        var now = raw;
        if (now != null) {
            raw = null;
            try {
                now.close();
            } catch (SQLException failure) {
                throw owner().failed(failure);
            } finally {
                letGo();
            }
        }
    }

    /** Refuses from now on; the driver's object is left alone. */
    void abandon() {
        raw = null;
    }

    /** A statement that closes on completion has gone with its last result: nobody need remember it. */
    private void letGo() throws SQLException {
        if (!(parent instanceof OpenStatement statement)) {
            owner().forget((OpenResult) parent);
        } else if (statement.isCompleted()) {
            owner().forget(statement);
        }
    }
}
