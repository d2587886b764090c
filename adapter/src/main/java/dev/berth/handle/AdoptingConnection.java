package dev.berth.handle;

import dev.berth.delegate.Child;
import dev.berth.delegate.DelegatingArray;
import dev.berth.delegate.DelegatingBlob;
import dev.berth.delegate.DelegatingClob;
import dev.berth.delegate.DelegatingConnection;
import dev.berth.delegate.DelegatingNClob;
import dev.berth.delegate.DelegatingParameterMetaData;
import dev.berth.delegate.DelegatingRef;
import dev.berth.delegate.DelegatingResultSetMetaData;
import dev.berth.delegate.DelegatingSQLXML;
import dev.berth.delegate.DelegatingStatement;
import dev.berth.delegate.DelegatingStruct;
import dev.berth.delegate.Owner;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.NClob;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Statement;
import java.sql.Struct;
import org.jspecify.annotations.Nullable;

/** The half of the connection handle that wraps whatever comes out of the driver. */
abstract class AdoptingConnection extends DelegatingConnection implements Owner {

    /** Takes in a child whose driver object was opened just now; a handle closed meanwhile closes it again. */
    abstract <T extends Child> T takeIn(T child) throws SQLException;

    /** A statement of the driver as the configuration has it be. */
    abstract <S extends Statement> S made(S raw, @Nullable String sql) throws SQLException;

    @Override
    public final Owner owner() {
        return this;
    }

    @Override
    public final Connection connection() {
        return this;
    }

    @Override
    public final Statement adopt(Statement raw, @Nullable String sql) throws SQLException {
        return takeIn(new StatementHandle(this, made(raw, sql)));
    }

    @Override
    public final PreparedStatement adopt(PreparedStatement raw, @Nullable String sql) throws SQLException {
        return takeIn(new PreparedStatementHandle(this, made(raw, sql)));
    }

    @Override
    public final CallableStatement adopt(CallableStatement raw, @Nullable String sql) throws SQLException {
        return takeIn(new CallableStatementHandle(this, made(raw, sql)));
    }

    @Override
    public final @Nullable ResultSet adoptResult(@Nullable ResultSet raw, @Nullable DelegatingStatement parent)
            throws SQLException {
        if (raw == null) {
            return null;
        }
        return parent != null
                ? new ResultSetHandle(parent, raw)
                : takeIn(new OpenResult(handle(), raw)).result();
    }

    @Override
    public final ResultSet adoptAnswer(@Nullable ResultSet raw, DelegatingStatement parent) throws SQLException {
        if (raw == null) {
            throw SqlState.closed("statement");
        }
        return new ResultSetHandle(parent, raw);
    }

    @Override
    public final DatabaseMetaData adopt(DatabaseMetaData raw) {
        return new MetaDataHandle(handle());
    }

    @Override
    public final @Nullable ResultSetMetaData adopt(@Nullable ResultSetMetaData raw) {
        return raw == null ? null : new DelegatingResultSetMetaData(this, raw);
    }

    @Override
    public final @Nullable ParameterMetaData adopt(@Nullable ParameterMetaData raw) {
        return raw == null ? null : new DelegatingParameterMetaData(this, raw);
    }

    @Override
    public final @Nullable Array adopt(@Nullable Array raw) {
        return raw == null ? null : new DelegatingArray(this, raw);
    }

    @Override
    public final @Nullable Blob adopt(@Nullable Blob raw) {
        return raw == null ? null : new DelegatingBlob(this, raw);
    }

    @Override
    public final @Nullable Clob adopt(@Nullable Clob raw) {
        return raw == null ? null : raw instanceof NClob nclob ? adopt(nclob) : new DelegatingClob(this, raw);
    }

    @Override
    public final @Nullable NClob adopt(@Nullable NClob raw) {
        return raw == null ? null : new DelegatingNClob(this, raw);
    }

    @Override
    public final @Nullable SQLXML adopt(@Nullable SQLXML raw) {
        return raw == null ? null : new DelegatingSQLXML(this, raw);
    }

    @Override
    public final @Nullable Struct adopt(@Nullable Struct raw) {
        return raw == null ? null : new DelegatingStruct(this, raw);
    }

    @Override
    public final @Nullable Ref adopt(@Nullable Ref raw) {
        return raw == null ? null : new DelegatingRef(this, raw);
    }

    @Override
    public final @Nullable Object adopt(@Nullable Object raw) throws SQLException {
        if (raw == null || raw instanceof String || raw instanceof Number) {
            return raw; // what nearly every value is: spares the row the questions below
        }
        if (raw instanceof ResultSet result) {
            return adoptResult(result, null);
        }
        if (raw instanceof Object[] array) {
            return adoptElements(array);
        }
        return adoptValue(raw);
    }

    private @Nullable Object adoptValue(Object raw) {
        if (raw instanceof Array array) {
            return adopt(array);
        }
        if (raw instanceof Blob blob) {
            return adopt(blob);
        }
        if (raw instanceof Clob clob) {
            return adopt(clob);
        }
        if (raw instanceof SQLXML xml) {
            return adopt(xml);
        }
        if (raw instanceof Struct struct) {
            return adopt(struct);
        }
        return raw instanceof Ref ref ? adopt(ref) : raw;
    }

    private Object adoptElements(@Nullable Object[] array) throws SQLException {
        for (int i = 0; i < array.length; i++) {
            var adopted = adopt(array[i]);
            if (adopted != array[i] && array.getClass().getComponentType().isInstance(adopted)) {
                array[i] = adopted;
            }
        }
        return array;
    }

    @Override
    public final <T> @Nullable T adoptAs(@Nullable T raw, Class<T> type) throws SQLException {
        var adopted = adopt((@Nullable Object) raw);
        return type.isInstance(adopted) ? type.cast(adopted) : raw;
    }

    private ConnectionHandle handle() {
        return (ConnectionHandle) this;
    }
}
