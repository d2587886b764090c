package dev.berth.handle;

import dev.berth.delegate.DelegatingPreparedStatement;
import dev.berth.delegate.Owner;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** The {@link PreparedStatement} an application holds. */
final class PreparedStatementHandle extends DelegatingPreparedStatement {

    private final Owner owner;
    private final PreparedStatement raw;

    PreparedStatementHandle(Owner owner, PreparedStatement raw) {
        this.owner = owner;
        this.raw = raw;
    }

    @Override
    public Owner owner() {
        return owner;
    }

    @Override
    protected PreparedStatement raw() {
        return raw;
    }

    @Override
    protected PreparedStatement delegate() throws SQLException {
        requireOpen();
        return raw;
    }

    @Override
    protected PreparedStatement working() throws SQLException {
        requireWork();
        return raw;
    }
}
