package dev.berth.handle;

import dev.berth.delegate.DelegatingCallableStatement;
import dev.berth.delegate.Owner;
import java.sql.CallableStatement;
import java.sql.SQLException;

/** The {@link CallableStatement} an application holds. */
final class CallableStatementHandle extends DelegatingCallableStatement {

    private final ConnectionHandle owner;
    private final CallableStatement raw;
    private volatile boolean closed;

    CallableStatementHandle(ConnectionHandle owner, CallableStatement raw) {
        this.owner = owner;
        this.raw = raw;
    }

    @Override
    public Owner owner() {
        return owner;
    }

    @Override
    protected CallableStatement delegate() throws SQLException {
        if (closed) {
            throw SqlState.closed("statement");
        }
        return raw;
    }

    @Override
    protected CallableStatement working() throws SQLException {
        var now = delegate();
        owner.session().working();
        return now;
    }

    @Override
    protected CallableStatement delegate(String sql) throws SQLException {
        var now = delegate();
        owner.session().text(sql);
        return now;
    }

    @Override
    protected CallableStatement working(String sql) throws SQLException {
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
