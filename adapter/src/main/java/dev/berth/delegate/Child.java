package dev.berth.delegate;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A wrapper that is closed with its parent: one link in the parent's list of open children. */
public abstract class Child extends Delegate {

    /** Guarded by the parent. */
    @Nullable
    Child elder;

    /** Guarded by the parent. */
    @Nullable
    Child younger;

    /** Closes the driver's object; the parent has let go already. */
    protected abstract void closeByParent() throws SQLException;

    /** Is closed to the application, while the driver's object is left alone: its connection is gone. */
    protected abstract void abandon();

    /** Cancels what it has under way, if anything. */
    protected void cancelByParent() throws SQLException {}

    /** How many statements it is: one or none. */
    protected int statements() {
        return 0;
    }

    /** How many open results it has, as far as the driver tells. */
    protected int results() {
        return 1;
    }
}
