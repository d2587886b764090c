package dev.berth.handle;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What a connection handle asks of the thing behind it. */
public interface Session {

    /** The driver's connection as it is now; nobody keeps it beyond the call. */
    Connection connection() throws SQLException;

    /**
     * SQL that the application is about to prepare or to run.
     *
     * @throws SQLException with SQLState 2D000 where it would end a transaction of the container
     */
    void text(String sql) throws SQLException;

    /**
     * Work is about to be sent to the database: starts the application's transaction where autocommit is off, once.
     *
     * @throws SQLException with SQLState 25000 where the transaction that the connection is bound to has ended its work
     */
    void working() throws SQLException;

    /**
     * Whether cancelling or closing a statement can do no harm now. While another thread's first statement is on its
     * way, the cancel could hit the BEGIN before it: the statement would then run, and stay, outside the transaction.
     */
    boolean mayInterrupt();

    /**
     * A statement that the driver made just now.
     *
     * @param sql what it was made of; null for a plain one
     * @return the same, or one that does the same and is watched
     */
    <S extends Statement> S made(S raw, @Nullable String sql) throws SQLException;

    /** So much was left to be closed with its handle. */
    void leftOpen(int statements, int results);

    /** A statement has got a timeout of its own, by which its driver may cancel it. */
    void limited();

    /** A cancel was sent on a way of its own: it may be late, and must not hit the next user's statement. */
    void cancelled();

    /** A statement has come back that was no mere question, as far as JDBC shows it. */
    void wrote();

    /** False inside a transaction of the container, otherwise what the application chose (true at first). */
    boolean autoCommit() throws SQLException;

    /** As {@link Connection#setAutoCommit}; inside a transaction of the container false is nothing, true refused. */
    void autoCommit(boolean on) throws SQLException;

    /** Commits the application's transaction; refused with SQLState 25000 inside a transaction of the container. */
    void commit() throws SQLException;

    /** Rolls the application's transaction back; refused with SQLState 25000 inside one of the container. */
    void rollback() throws SQLException;

    /** Refuses savepoints, by the name of the call, with SQLState 25000 inside a transaction of the container. */
    void demarcating(String call) throws SQLException;

    /** A setting is about to be changed: its first value is kept to be restored, or the change refused. */
    void changing(Setting setting) throws SQLException;

    /** Whether the connection works, asked within {@code seconds} (0: without limit); leaves no transaction open. */
    boolean valid(int seconds) throws SQLException;

    /** Whether the physical connection is closed, though the handle is not. */
    boolean closed() throws SQLException;

    /** Ends the physical connection at once, from any thread. */
    void abort(Executor executor) throws SQLException;

    /** A failure of the driver, whatever object it came out of; a fatal one ends the session, once. */
    void failed(Throwable failure);

    /** Whether the handle of that ticket may use it. */
    boolean serves(long ticket);

    /** Whether the handle of that ticket, which has closed itself, was still one of its. */
    boolean lets(long ticket);

    /** Why a handle of a ticket may use it no more; null: it was taken away, and is closed. */
    @Nullable
    SQLException expired();

    /** The handle has something open from now on: it is to be told when it is taken away. */
    void keep(ConnectionHandle handle);

    /** The handle has closed itself: this comes once for each. */
    void closed(ConnectionHandle handle);
}
