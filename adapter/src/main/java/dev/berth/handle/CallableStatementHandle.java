package dev.berth.handle;

import dev.berth.delegate.DelegatingCallableStatement;
import dev.berth.delegate.Owner;
import java.sql.CallableStatement;
import java.sql.SQLException;

/** The {@link CallableStatement} an application holds. */
final class CallableStatementHandle extends DelegatingCallableStatement {

    private final Owner owner;
    private final CallableStatement raw;

    CallableStatementHandle(Owner owner, CallableStatement raw) {
        this.owner = owner;
        this.raw = raw;
    }

    @Override
    public Owner owner() {
        return owner;
    }

    @Override
    protected CallableStatement raw() {
        return raw;
    }

    @Override
    protected CallableStatement delegate() throws SQLException {
        requireOpen();
        return raw;
    }

    @Override
    protected CallableStatement working() throws SQLException {
        requireWork();
        return raw;
    }
}
