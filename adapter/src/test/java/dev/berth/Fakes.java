package dev.berth;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Doubles of interfaces: defaults, and what a test overrides. Only for what a real driver cannot be made to do. */
public final class Fakes {

    /** A call that a fake got. */
    public record Call(Object target, Method method, List<Object> arguments) {}

    private Fakes() {}

    /** Answers what {@code overrides} says by method name, and the default of the return type otherwise. */
    public static <T> T of(Class<T> type, Map<String, InvocationHandler> overrides) {
        return of(type, (proxy, method, arguments) -> {
            var override = overrides.get(method.getName());
            return override == null ? defaultOf(method.getReturnType()) : override.invoke(proxy, method, arguments);
        });
    }

    /** Writes down each call, and answers another such fake where an interface of java.sql is asked for. */
    public static <T> T recording(Class<T> type, List<Call> calls) {
        return of(type, (proxy, method, arguments) -> {
            calls.add(
                    new Call(proxy, method, arguments == null ? List.of() : new ArrayList<>(Arrays.asList(arguments))));
            var result = method.getReturnType();
            return result.isInterface() && result.getName().startsWith("java.sql.")
                    ? recording(result, calls)
                    : defaultOf(result);
        });
    }

    private static <T> T of(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(
                Fakes.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getDeclaringClass() == Object.class) {
                        return ofObject(proxy, method, arguments);
                    }
                    return handler.invoke(proxy, method, arguments);
                }));
    }

    private static Object ofObject(Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "fake@" + Integer.toHexString(System.identityHashCode(proxy));
        };
    }

    /** Zero, false, or null. */
    public static Object defaultOf(Class<?> type) {
        return type.isPrimitive() && type != void.class
                ? java.lang.reflect.Array.get(java.lang.reflect.Array.newInstance(type, 1), 0)
                : null;
    }
}
