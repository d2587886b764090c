package dev.berth.delegate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.sql.SQLException;
import java.sql.Statement;

/** What the three kinds of statement share: open or closed, and what the owner is asked before the driver. */
public abstract class OpenStatement extends Child implements Statement {

    private static final VarHandle CLOSED;

    static {
        try {
            CLOSED = MethodHandles.lookup().findVarHandle(OpenStatement.class, "closed", boolean.class);
        } catch (ReflectiveOperationException failure) {
            throw new ExceptionInInitializerError(failure);
        }
    }

    private volatile boolean closed;
    private volatile boolean closesOnCompletion;

    /** The driver's object, whether open or closed. */
    protected abstract Statement raw();

    /** Refuses with SQLState 08003 once closed. */
    protected final void requireOpen() throws SQLException {
        if (closed) {
            throw owner().closed("statement");
        }
    }

    /** Refuses once closed, or where no work may be sent; otherwise the owner knows of it. */
    protected final void requireWork() throws SQLException {
        requireOpen();
        owner().working();
    }

    /** The driver's object, where that SQL is about to be given to it. */
    protected final Statement delegate(String sql) throws SQLException {
        requireOpen();
        owner().text(sql);
        return raw();
    }

    /** The driver's object, where that SQL is about to be sent to the database. */
    protected final Statement working(String sql) throws SQLException {
        delegate(sql);
        owner().working();
        return raw();
    }

    @Override
    public final boolean isClosed() throws SQLException {
        return closed || raw().isClosed(); // see closeOnCompletion
    }

    @Override
    public final void close() throws SQLException {
        if (!closed) {
            owner().forget(this);
            try {
                closeByParent();
            } catch (SQLException failure) {
                throw owner().failed(failure);
            }
        }
    }

    /** Closing one in use cancels it: where that could do harm the driver's object is left to its connection. */
    @Override
    protected final void closeByParent() throws SQLException {
        CLOSED.setRelease(this, true); // whoever works on it meanwhile, races with the close either way
        if (owner().mayInterrupt()) {
            raw().close();
        }
    }

    @Override
    protected final int statements() {
        return 1;
    }

    @Override
    protected final int results() {
        try {
            var result = raw().getResultSet();
            return result == null || result.isClosed() ? 0 : 1;
        } catch (SQLException unknown) {
            return 0; // for a count nobody fails
        }
    }

    @Override
    protected final void abandon() {
        closed = true;
    }

    @Override
    protected final void cancelByParent() throws SQLException {
        if (!closed) {
            cancel();
        }
    }

    /** The driver closes it with its last result. */
    @Override
    public final void closeOnCompletion() throws SQLException {
        requireOpen();
        try {
            raw().closeOnCompletion();
        } catch (SQLException failure) {
            throw owner().failed(failure);
        }
        closesOnCompletion = true;
    }

    /** Whether that has happened. */
    public final boolean isCompleted() throws SQLException {
        return closesOnCompletion && isClosed();
    }

    /** As JDBC has it, cancels if it can: not where the cancel could do harm. */
    @Override
    public final void cancel() throws SQLException {
        requireOpen();
        if (owner().mayInterrupt()) {
            try {
                owner().cancelled();
                raw().cancel();
            } catch (SQLException failure) {
                throw owner().failed(failure);
            }
        }
    }

    @Override
    public final void setQueryTimeout(int seconds) throws SQLException {
        requireOpen();
        try {
            raw().setQueryTimeout(seconds);
        } catch (SQLException failure) {
            throw owner().failed(failure);
        }
        if (seconds > 0) {
            owner().limited();
        }
    }
}
