package dev.berth.delegate;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What every wrapper of a JDBC object is: an object of the driver behind it, and an owner above it. */
public abstract class Delegate {

    /** The handle that adopts what comes out of the driver and hears of failures. */
    public abstract Owner owner();

    /**
     * The driver's object.
     *
     * @throws SQLException when this wrapper, or the handle above it, is closed; it stands outside the forwarding
     *     {@code try}, so that our own refusal never looks like a failure of the driver
     */
    protected abstract Object delegate() throws SQLException;

    /** The driver's own object where the application hands back one of our wrappers as an argument. */
    @SuppressWarnings("unchecked")
    static <T extends @Nullable Object> T raw(T argument) throws SQLException {
        if (argument instanceof Delegate wrapper) {
            return (T) wrapper.delegate();
        }
        return argument instanceof Object[] array ? (T) raw(array) : argument;
    }

    private static Object raw(@Nullable Object[] array) throws SQLException {
        for (int i = 0; i < array.length; i++) {
            if (array[i] instanceof Delegate) {
                var copy = java.util.Arrays.copyOf(array, array.length, Object[].class);
                for (int j = i; j < copy.length; j++) {
                    copy[j] = copy[j] instanceof Delegate wrapper ? wrapper.delegate() : copy[j];
                }
                return copy;
            }
        }
        return array;
    }

    /** As the driver shows it: applications log prepared statements. */
    @Override
    public String toString() {
        try {
            return delegate().toString();
        } catch (SQLException closed) {
            return getClass().getSimpleName() + " (closed)";
        }
    }
}
