package dev.berth.managed;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** The way to a field in other modes than its declaration's: a compare-and-set, or a write that waits for nothing. */
final class Fields {

    private Fields() {}

    /** That field of the class whose lookup it is. */
    static VarHandle of(MethodHandles.Lookup own, String name, Class<?> type) {
        try {
            return own.findVarHandle(own.lookupClass(), name, type);
        } catch (ReflectiveOperationException failure) {
            throw new ExceptionInInitializerError(failure);
        }
    }
}
