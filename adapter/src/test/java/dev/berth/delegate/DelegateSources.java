package dev.berth.delegate;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
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
import java.sql.SQLXML;
import java.sql.Statement;
import java.sql.Struct;
import java.sql.Wrapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Writes the delegating bases from {@code java.sql} as this JDK declares it. The files are committed;
 * {@link DelegateSourcesTest} compares them with what would be written on JDK 17, the baseline.
 *
 * <p>Run {@code main} with the folder of the package to write them again.
 */
final class DelegateSources {

    /** One generated class: the interface it forwards, what it extends, whether it is complete as generated. */
    record Base(Class<?> type, String superclass, boolean value) {
        String name() {
            return "Delegating" + type.getSimpleName();
        }
    }

    static final List<Base> BASES = List.of(
            new Base(Connection.class, "Parent", false),
            new Base(Statement.class, "OpenStatement", false),
            new Base(PreparedStatement.class, "DelegatingStatement", false),
            new Base(CallableStatement.class, "DelegatingPreparedStatement", false),
            new Base(ResultSet.class, "Delegate", false),
            new Base(DatabaseMetaData.class, "Delegate", false),
            new Base(ResultSetMetaData.class, "Delegate", true),
            new Base(ParameterMetaData.class, "Delegate", true),
            new Base(Array.class, "Delegate", true),
            new Base(Blob.class, "Delegate", true),
            new Base(Clob.class, "Delegate", true),
            new Base(NClob.class, "Delegate", true),
            new Base(SQLXML.class, "Delegate", true),
            new Base(Struct.class, "Delegate", true),
            new Base(Ref.class, "Delegate", true));

    /** What a class of ours writes by hand, since the one shape does not fit. */
    static final Map<Class<?>, Set<String>> BY_HAND = Map.of(
            Connection.class, Set.of("close", "isClosed", "abort", "setClientInfo"),
            Statement.class, Set.of("close", "isClosed", "cancel", "closeOnCompletion", "setQueryTimeout"),
            ResultSet.class, Set.of("close", "isClosed", "getStatement"),
            DatabaseMetaData.class, Set.of("getDriverMajorVersion", "getDriverMinorVersion"));

    private static final Set<Class<?>> ADOPTED = Set.of(
            Statement.class,
            PreparedStatement.class,
            CallableStatement.class,
            DatabaseMetaData.class,
            ResultSetMetaData.class,
            ParameterMetaData.class,
            Array.class,
            Blob.class,
            Clob.class,
            NClob.class,
            SQLXML.class,
            Struct.class,
            Ref.class,
            Object.class);

    private static final Set<Class<?>> UNWRAPPED = Set.of(
            Array.class,
            Blob.class,
            Clob.class,
            NClob.class,
            SQLXML.class,
            Struct.class,
            Ref.class,
            Object.class,
            Object[].class);

    private static final Set<String> WRITES_THROUGH_A_RESULT_SET =
            Set.of("insertRow", "updateRow", "deleteRow", "refreshRow");

    private DelegateSources() {}

    public static void main(String[] args) throws IOException {
        for (var file : write().entrySet()) {
            Files.writeString(Path.of(args[0], file.getKey()), file.getValue());
        }
    }

    static Map<String, String> write() {
        var files = new TreeMap<String, String>();
        BASES.forEach(base -> files.put(base.name() + ".java", source(base)));
        return files;
    }

    /** The methods that the base of {@code type} forwards, in a stable order. */
    static List<Method> methods(Base base) {
        var above = BASES.stream()
                .filter(other -> other.name().equals(base.superclass()))
                .flatMap(other -> Arrays.stream(other.type().getMethods()))
                .map(DelegateSources::signature)
                .collect(Collectors.toSet());
        return Arrays.stream(base.type().getMethods())
                .filter(m -> !Modifier.isStatic(m.getModifiers()))
                .filter(m -> m.getDeclaringClass() != Wrapper.class)
                .filter(m -> !above.contains(signature(m)))
                .filter(m -> !BY_HAND.getOrDefault(base.type(), Set.of()).contains(m.getName()))
                .sorted(Comparator.comparing(DelegateSources::signature))
                .toList();
    }

    static String signature(Method m) {
        return m.getName()
                + Arrays.stream(m.getGenericParameterTypes())
                        .map(DelegateSources::text)
                        .toList();
    }

    private static String source(Base base) {
        var out = new ArrayList<String>();
        var type = base.type().getSimpleName();
        out.add("package dev.berth.delegate;\n\nimport java.sql.*;\n");
        out.add("/** Forwards each method of {@link %s}. Generated by DelegateSources (test tree): do not edit. */"
                .formatted(type));
        out.add("@SuppressWarnings({\"deprecation\", \"removal\"})");
        out.add("public %s class %s extends %s implements %s {\n"
                .formatted(base.value() ? "final" : "abstract", base.name(), base.superclass(), type));
        out.add(base.value() ? valueHead(base.name(), type) : head(base));
        if (Wrapper.class.isAssignableFrom(base.type()) && base.superclass().matches("Delegate|Parent|OpenStatement")) {
            out.add(wrapper());
        }
        methods(base).forEach(m -> out.add(method(base, m)));
        out.add("}\n");
        return String.join("\n", out);
    }

    private static String head(Base base) {
        var type = base.type().getSimpleName();
        var text = base.type() == Connection.class
                ? "    /** The driver's object, where that SQL is about to be given to it. */\n"
                        + "    protected abstract Connection delegate(String sql) throws SQLException;\n"
                : "";
        var working = Statement.class.isAssignableFrom(base.type()) || base.type() == ResultSet.class
                ? "    /** The driver's object, where work is about to be sent to the database. */\n"
                        + "    protected abstract %s working() throws SQLException;\n".formatted(type)
                : "";
        return "    @Override\n    protected abstract %s delegate() throws SQLException;\n".formatted(type)
                + text
                + working;
    }

    private static String valueHead(String name, String type) {
        return """
                private final Owner owner;
                private final Object tenure;
                private final %2$s raw;

                public %1$s(Owner owner, %2$s raw) {
                    this.owner = owner;
                    this.tenure = owner.tenure();
                    this.raw = raw;
                }

                @Override
                public Owner owner() {
                    return owner;
                }

                @Override
                protected %2$s delegate() throws SQLException {
                    owner.check(tenure);
                    return raw;
                }
            """.formatted(name, type).indent(0);
    }

    private static String wrapper() {
        return """
                @Override
                public <T> T unwrap(Class<T> type) throws SQLException {
                    var raw = delegate();
                    if (type.isInstance(this)) return type.cast(this);
                    if (type.isInstance(raw)) return type.cast(raw);
                    try { return raw.unwrap(type); } catch (SQLException x) { throw owner().failed(x); }
                }

                @Override
                public boolean isWrapperFor(Class<?> type) throws SQLException {
                    var raw = delegate();
                    if (type.isInstance(this) || type.isInstance(raw)) return true;
                    try { return raw.isWrapperFor(type); } catch (SQLException x) { throw owner().failed(x); }
                }
            """.indent(0);
    }

    private static String method(Base base, Method m) {
        var names = IntStream.range(0, m.getParameterCount())
                .mapToObj(i -> "" + (char) ('a' + i))
                .toList();
        var types = m.getGenericParameterTypes();
        var parameters = IntStream.range(0, types.length)
                .mapToObj(i -> text(types[i]) + " " + names.get(i))
                .collect(Collectors.joining(", "));
        var arguments = IntStream.range(0, types.length)
                .mapToObj(
                        i -> UNWRAPPED.contains(m.getParameterTypes()[i]) ? "raw(" + names.get(i) + ")" : names.get(i))
                .collect(Collectors.joining(", "));
        var head = "    @Override public %s%s %s(%s)%s {"
                .formatted(typeParameters(m), text(m.getGenericReturnType()), m.getName(), parameters, throwsClause(m));
        if (m.getReturnType() == Connection.class) {
            return head + " delegate(); return owner().connection(); }\n";
        }
        if (m.getName().equals("free") && base.value()) {
            return head + " if (!owner.open(tenure)) return;" + body(base, m, arguments) + " }\n";
        }
        return head + "\n       " + body(base, m, arguments) + "\n    }\n";
    }

    private static String body(Base base, Method m, String arguments) {
        var call = "raw.%s(%s)".formatted(m.getName(), arguments);
        var entry = (sendsWork(base, m) ? "working" : "delegate") + (takesSql(base, m) ? "(a)" : "()");
        var result = result(base, m, call);
        return " var raw = %s; try { %s } catch (SQLException x) { throw owner().failed(x); }".formatted(entry, result);
    }

    private static boolean sendsWork(Base base, Method m) {
        return Statement.class.isAssignableFrom(base.type()) && m.getName().startsWith("execute")
                || base.type() == ResultSet.class && WRITES_THROUGH_A_RESULT_SET.contains(m.getName());
    }

    /** What comes back; the owner hears of each call that wrote, as far as JDBC shows it. */
    private static String result(Base base, Method m, String call) {
        if (m.getReturnType() == void.class) {
            return call + ";" + (sendsWork(base, m) && !m.getName().equals("refreshRow") ? " owner().wrote();" : "");
        }
        if (!sendsWork(base, m) || m.getName().equals("executeQuery")) {
            return "return " + adopted(base, m, call) + ";";
        }
        return "var result = " + call + "; "
                + (m.getReturnType() == boolean.class ? "if (!result) owner().wrote();" : "owner().wrote();")
                + " return result;";
    }

    private static boolean takesSql(Base base, Method m) {
        return m.getParameterCount() > 0
                && m.getParameterTypes()[0] == String.class
                && (base.type() == Statement.class && m.getName().matches("execute.*|addBatch")
                        || base.type() == Connection.class && m.getName().startsWith("prepare"));
    }

    private static String adopted(Base base, Method m, String call) {
        if (m.getReturnType() == ResultSet.class) {
            var parent = Statement.class.isAssignableFrom(base.type()) ? "this" : "null";
            var how = m.getName().equals("executeQuery") ? "adoptAnswer" : "adoptResult";
            return "owner().%s(%s, %s)".formatted(how, call, parent);
        }
        if (m.getTypeParameters().length > 0 && base.type() != SQLXML.class) {
            return "owner().adoptAs(%s, %s)".formatted(call, m.getParameterCount() == 2 ? "b" : "a");
        }
        if (Statement.class.isAssignableFrom(m.getReturnType())) {
            return "owner().adopt(%s, %s)".formatted(call, takesSql(base, m) ? "a" : "null");
        }
        if (m.getReturnType() == Object[].class) {
            return "(Object[]) owner().adopt((Object) %s)".formatted(call);
        }
        return ADOPTED.contains(m.getReturnType()) ? "owner().adopt(%s)".formatted(call) : call;
    }

    private static String typeParameters(Method m) {
        return Arrays.stream(m.getTypeParameters())
                .map(t -> t.getBounds()[0] == Object.class ? "<T> " : "<T extends " + text(t.getBounds()[0]) + "> ")
                .collect(Collectors.joining());
    }

    private static String throwsClause(Method m) {
        var thrown = Stream.of(m.getExceptionTypes()).map(Class::getSimpleName).collect(Collectors.joining(", "));
        return thrown.isEmpty() ? "" : " throws " + thrown;
    }

    private static String text(java.lang.reflect.Type type) {
        return type.getTypeName()
                .replaceAll("java\\.(lang|sql)\\.(?=[A-Z])", "")
                .replace('$', '.');
    }
}
