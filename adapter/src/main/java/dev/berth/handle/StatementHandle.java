package dev.berth.handle;

import dev.berth.delegate.DelegatingStatement;
import dev.berth.delegate.Owner;
import java.sql.SQLException;
import java.sql.Statement;

/** The {@link Statement} an application holds. */
final class StatementHandle extends DelegatingStatement {

    private final Owner owner;
    private final Statement raw;

    StatementHandle(Owner owner, Statement raw) {
        this.owner = owner;
        this.raw = raw;
    }

    @Override
    public Owner owner() {
        return owner;
    }

    @Override
    protected Statement raw() {
        return raw;
    }

    @Override
    protected Statement delegate() throws SQLException {
        requireOpen();
        return raw;
    }

    @Override
    protected Statement working() throws SQLException {
        requireWork();
        return raw;
    }
}
