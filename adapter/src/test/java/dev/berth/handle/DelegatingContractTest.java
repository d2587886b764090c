package dev.berth.handle;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.Fakes;
import dev.berth.Obligation;
import dev.berth.delegate.Delegate;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Wrapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Calls every method of every JDBC interface through the handles, over a driver that writes down what arrives. */
@Obligation(102)
class DelegatingContractTest {

    /** What a newer JDBC adds with a default that is right for PostgreSQL: forwarded when the baseline moves there. */
    private static final Set<String> DEFAULTS_OF_NEWER_JDKS =
            Set.of("enquoteLiteral", "enquoteNCharLiteral", "enquoteIdentifier", "isSimpleIdentifier");

    /** What the handle decides for itself, or asks the session; each has its own test. */
    private static final Map<Class<?>, Set<String>> OWN = Map.of(
            Connection.class,
                    Set.of(
                            "close",
                            "isClosed",
                            "abort",
                            "commit",
                            "rollback",
                            "setAutoCommit",
                            "getAutoCommit",
                            "isValid"),
            Statement.class, Set.of("close", "isClosed", "getConnection"),
            ResultSet.class, Set.of("close", "isClosed", "getStatement"));

    private final List<Fakes.Call> calls = new ArrayList<>();
    private final FakeSession session = new FakeSession(Fakes.recording(Connection.class, calls));
    private final ConnectionHandle handle = new ConnectionHandle(session);

    private Stream<Object> wrappers() throws SQLException {
        return Stream.of(
                handle,
                handle.createStatement(),
                handle.prepareStatement("SELECT 1"),
                handle.prepareCall("{call f()}"),
                handle.createStatement().executeQuery("SELECT 1"),
                handle.getMetaData(),
                handle.createStatement().executeQuery("SELECT 1").getMetaData(),
                handle.prepareStatement("SELECT 1").getParameterMetaData(),
                handle.createArrayOf("int4", new Object[0]),
                handle.createBlob(),
                handle.createClob(),
                handle.createNClob(),
                handle.createSQLXML(),
                handle.createStruct("t", new Object[0]),
                handle.createStatement().executeQuery("SELECT 1").getRef(1));
    }

    @TestFactory
    Stream<DynamicTest> each_method_reaches_the_driver_with_its_arguments_and_its_result_is_adopted()
            throws SQLException {
        return wrappers()
                .flatMap(wrapper -> methods(wrapper)
                        .map(method -> DynamicTest.dynamicTest(
                                jdbcType(wrapper).getSimpleName() + "." + method.getName()
                                        + Arrays.toString(method.getParameterTypes()),
                                () -> check(wrapper, method))));
    }

    @Test
    void there_are_as_many_methods_as_the_baseline_has_or_more() throws SQLException {
        assertTrue(wrappers().flatMap(this::methods).count() > 750);
    }

    private void check(Object wrapper, Method method) throws ReflectiveOperationException {
        calls.clear();
        var arguments =
                Arrays.stream(method.getParameterTypes()).map(this::argument).toArray();
        var result = method.invoke(wrapper, arguments);
        var forwarded = calls.stream()
                .filter(call -> call.method().getName().equals(method.getName())
                        && Arrays.equals(call.method().getParameterTypes(), method.getParameterTypes()))
                .toList();
        if (method.getDeclaringClass() != Wrapper.class && method.isDefault() && forwarded.isEmpty()) {
            assertTrue(DEFAULTS_OF_NEWER_JDKS.contains(method.getName()), () -> "inherited silently: " + method);
            return;
        }
        assertEquals(1, forwarded.size(), () -> method + " did not reach the driver once: " + calls);
        assertEquals(Arrays.asList(arguments), forwarded.get(0).arguments());
        if (result != null && result.getClass().getName().startsWith("jdk.proxy")) {
            assertFalse(
                    java.lang.reflect.Proxy.isProxyClass(result.getClass())
                            && jdbc(method.getReturnType())
                            && !Set.of("RowId", "Savepoint")
                                    .contains(method.getReturnType().getSimpleName()),
                    () -> "the driver's own object came out of " + method);
        }
        if (method.getReturnType() == Connection.class) {
            assertSame(handle, result);
        }
    }

    private Stream<Method> methods(Object wrapper) {
        return Arrays.stream(jdbcType(wrapper).getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .filter(method -> !own(wrapper, method));
    }

    private static boolean own(Object wrapper, Method method) {
        return method.getReturnType() == Connection.class
                || method.getDeclaringClass() == Wrapper.class
                || OWN.entrySet().stream()
                        .anyMatch(entry -> entry.getKey().isInstance(wrapper)
                                && entry.getValue().contains(method.getName()));
    }

    private static Class<?> jdbcType(Object wrapper) {
        for (Class<?> type = wrapper.getClass(); type != null; type = type.getSuperclass()) {
            for (var candidate : type.getInterfaces()) {
                if (jdbc(candidate)) {
                    return candidate;
                }
            }
        }
        throw new AssertionError("no JDBC type: " + wrapper.getClass());
    }

    private static boolean jdbc(Class<?> type) {
        return type.isInterface() && type.getName().startsWith("java.sql.");
    }

    private Object argument(Class<?> type) {
        if (type == String.class) {
            return "text";
        }
        if (type == Object.class) {
            return 42;
        }
        if (type == Class.class) {
            return String.class;
        }
        if (type == java.util.Properties.class) {
            return new java.util.Properties();
        }
        return type.isArray() ? java.lang.reflect.Array.newInstance(type.getComponentType(), 0) : Fakes.defaultOf(type);
    }

    @Test
    void a_wrapper_that_comes_back_as_an_argument_reaches_the_driver_unwrapped() throws SQLException {
        var array = handle.createArrayOf("int4", new Object[] {1});
        var statement = handle.prepareStatement("INSERT INTO t VALUES (?, ?)");
        statement.setArray(1, array);
        statement.setObject(2, array);
        for (var call : calls.subList(calls.size() - 2, calls.size())) {
            assertFalse(call.arguments().get(1) instanceof Delegate, () -> "wrapped: " + call);
        }
    }

    @Test
    void every_method_of_a_closed_handle_refuses_with_08003_and_never_reaches_the_driver() throws SQLException {
        var open = wrappers()
                .filter(wrapper -> !(wrapper instanceof ResultSet)) // closed by the driver, with its statement
                .toList();
        handle.close();
        calls.clear();
        assertAll(open.stream()
                .flatMap(wrapper -> methods(wrapper)
                        .filter(method -> List.of(method.getExceptionTypes()).contains(SQLException.class))
                        .filter(method -> !method.getName().equals("free"))
                        .map(method -> () -> {
                            var arguments = Arrays.stream(method.getParameterTypes())
                                    .map(this::argument)
                                    .toArray();
                            if (method.isDefault() && DEFAULTS_OF_NEWER_JDKS.contains(method.getName())) {
                                return;
                            }
                            var thrown = assertThrows(
                                    InvocationTargetException.class,
                                    () -> method.invoke(wrapper, arguments),
                                    method::toString);
                            assertEquals("08003", ((SQLException) thrown.getCause()).getSQLState(), method::toString);
                        })));
        assertEquals(List.of(), calls);
    }
}
