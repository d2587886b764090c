package dev.berth.handle;

import dev.berth.delegate.DelegatingPreparedStatement;
import dev.berth.delegate.Owner;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** The {@link PreparedStatement} an application holds. */
final class PreparedStatementHandle extends DelegatingPreparedStatement {

    private final ConnectionHandle owner;
    private final PreparedStatement raw;
    private volatile boolean closed;

    PreparedStatementHandle(ConnectionHandle owner, PreparedStatement raw) {
        this.owner = owner;
        this.raw = raw;
    }

    @Override
    public Owner owner() {
        return owner;
    }

    @Override
    protected PreparedStatement delegate() throws SQLException {
        if (closed) {
            throw SqlState.closed("statement");
        }
        return raw;
    }

    @Override
    protected PreparedStatement working() throws SQLException {
        var now = delegate();
        owner.session().working();
        return now;
    }

    @Override
    protected PreparedStatement delegate(String sql) throws SQLException {
        var now = delegate();
        owner.session().text(sql);
        return now;
    }

    @Override
    protected PreparedStatement working(String sql) throws SQLException {
        delegate(sql);
        return working();
    }

    @Override
    public boolean isClosed() throws SQLException {
        return closed || raw.isClosed(); // closeOnCompletion: the driver closed it with its last result
    }

    @Override
    public void close() throws SQLException {
        if (!closed) {
            closed = true;
            owner.forget(this);
            try {
                owner.close(raw);
            } catch (SQLException failure) {
                throw owner.failed(failure);
            }
        }
    }

    @Override
    protected void closeByParent() throws SQLException {
        closed = true;
        owner.close(raw);
    }

    @Override
    protected void abandon() {
        closed = true;
    }

    @Override
    public void cancel() throws SQLException {
        delegate();
        if (owner.session().mayInterrupt()) {
            super.cancel();
        }
    }

    @Override
    public void setQueryTimeout(int seconds) throws SQLException {
        super.setQueryTimeout(seconds);
        if (seconds > 0) {
            owner.session().limited();
        }
    }
}
