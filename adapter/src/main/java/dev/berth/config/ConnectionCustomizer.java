package dev.berth.config;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * One's own part in the life of the sessions: what each is to have when it is new, before it is lent, and after it has
 * come back. It is given the driver's own connection, in autocommit, and is to leave it so; it keeps nothing of it beyond
 * the call. An implementation lies beside the adapter, is a service ({@link java.util.ServiceLoader}), and is chosen by
 * its class name in the property {@code connectionCustomizer}; the builder of a pool takes an object as well. It is
 * called by several threads at once, for different connections, and should be quick: somebody waits for it.
 */
public interface ConnectionCustomizer {

    /**
     * A physical connection is new, and set up as configured; also one that takes the place of another underneath. With
     * {@code reset=discard} what it leaves in the session is gone after the first use: use {@link #borrowing} then.
     *
     * @throws SQLException when it cannot be used: the connection is closed, and opening it has failed
     */
    default void created(Connection connection) throws SQLException {}

    /**
     * A connection is about to be lent, in the borrower's thread.
     *
     * @throws SQLException when it is not fit: a new one takes its place, once, and is asked again; refused again, the
     *     borrow fails with this
     */
    default void borrowing(Connection connection) throws SQLException {}

    /**
     * A connection has come back, and is clean.
     *
     * @throws SQLException when it must not be lent again: it is closed
     */
    default void returned(Connection connection) throws SQLException {}
}
