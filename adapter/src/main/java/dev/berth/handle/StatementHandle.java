package dev.berth.handle;

import dev.berth.delegate.DelegatingStatement;
import dev.berth.delegate.Owner;
import java.sql.SQLException;
import java.sql.Statement;

/** The {@link Statement} an application holds. */
final class StatementHandle extends DelegatingStatement {

    private final ConnectionHandle owner;
    private final Statement raw;
    private volatile boolean closed;

    StatementHandle(ConnectionHandle owner, Statement raw) {
        this.owner = owner;
        this.raw = raw;
    }

    @Override
    public Owner owner() {
        return owner;
    }

    @Override
    protected Statement delegate() throws SQLException {
        if (closed) {
            throw SqlState.closed("statement");
        }
        return raw;
    }

    @Override
    protected Statement working() throws SQLException {
        var now = delegate();
        owner.session().working();
        return now;
    }

    @Override
    protected Statement delegate(String sql) throws SQLException {
        var now = delegate();
        owner.session().text(sql);
        return now;
    }

    @Override
    protected Statement working(String sql) throws SQLException {
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
