package dev.berth.dialect;

import javax.transaction.xa.XAException;
import org.jspecify.annotations.Nullable;

/** An XAException that says what happened: the class itself has no constructor for both code and text. */
public final class XaFailure {

    private XaFailure() {}

    /** With the code of {@link XAException}, a text, and what caused it. */
    public static XAException of(int code, String text, @Nullable Throwable cause) {
        var failure = new XAException(text);
        failure.errorCode = code;
        if (cause != null) {
            failure.initCause(cause);
        }
        return failure;
    }

    /** As {@link #of(int, String, Throwable)} without a cause. */
    public static XAException of(int code, String text) {
        return of(code, text, null);
    }
}
