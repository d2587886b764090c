package dev.berth.delegate;

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

/**
 * What every wrapper asks of the connection handle above it. Whatever JDBC object comes out of the driver is adopted
 * before the application sees it; {@code null} stays {@code null}.
 */
public interface Owner {

    /** What the connection handle works on now: a value of the driver is good for this tenure and no longer. */
    Object tenure();

    /** Whether the connection handle is open, and still in that tenure. */
    boolean open(Object tenure);

    /** Refuses with SQLState 08003 when the connection handle is closed or has left that tenure. */
    void check(Object tenure) throws SQLException;

    /** The connection handle itself: no wrapper ever answers the driver's connection. */
    Connection connection();

    /** The one door for failures of the driver: judges, notifies, and answers the same exception. */
    SQLException failed(SQLException failure);

    /** The refusal of something that is closed, with SQLState 08003. */
    SQLException closed(String what);

    /** Lets a closed child go. */
    void forget(Child child);

    /** SQL is about to be given to the driver; refused where it would end a transaction of the container. */
    void text(String sql) throws SQLException;

    /** Work is about to be sent to the database; refused where there is no transaction for it any more. */
    void working() throws SQLException;

    /** Whether cancelling or closing a statement can do no harm now. */
    boolean mayInterrupt();

    /** A statement has got a timeout of its own, by which its driver may cancel it. */
    void limited() throws SQLException;

    /** A cancel was sent, which may be late. */
    void cancelled();

    /** A call has come back that was no mere question, as far as JDBC shows it. */
    void wrote();

    /** A statement that was made just now, with the SQL that it was made of, if any. */
    Statement adopt(Statement raw, @Nullable String sql) throws SQLException;

    PreparedStatement adopt(PreparedStatement raw, @Nullable String sql) throws SQLException;

    CallableStatement adopt(CallableStatement raw, @Nullable String sql) throws SQLException;

    /** A result of the given statement, or of none: then the connection handle itself closes it. */
    @Nullable
    ResultSet adoptResult(@Nullable ResultSet raw, @Nullable DelegatingStatement parent) throws SQLException;

    /** What a query answered: never null, as JDBC has it, also where a driver's statement was closed meanwhile. */
    ResultSet adoptAnswer(@Nullable ResultSet raw, DelegatingStatement parent) throws SQLException;

    DatabaseMetaData adopt(DatabaseMetaData raw) throws SQLException;

    @Nullable
    ResultSetMetaData adopt(@Nullable ResultSetMetaData raw);

    @Nullable
    ParameterMetaData adopt(@Nullable ParameterMetaData raw);

    @Nullable
    Array adopt(@Nullable Array raw);

    @Nullable
    Blob adopt(@Nullable Blob raw);

    @Nullable
    Clob adopt(@Nullable Clob raw);

    @Nullable
    NClob adopt(@Nullable NClob raw);

    @Nullable
    SQLXML adopt(@Nullable SQLXML raw);

    @Nullable
    Struct adopt(@Nullable Struct raw);

    @Nullable
    Ref adopt(@Nullable Ref raw);

    /** A value whose type only the database knows: it may be any of the above. */
    @Nullable
    Object adopt(@Nullable Object raw) throws SQLException;

    /** A value asked for by type: adopted where the wrapper is of that type too, the driver's own class otherwise. */
    <T> @Nullable T adoptAs(@Nullable T raw, Class<T> type) throws SQLException;
}
