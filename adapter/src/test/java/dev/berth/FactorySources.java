package dev.berth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Writes {@link JdbcManagedConnectionFactory} from the table of its properties: the one truth, from which the bean, its
 * annotations and the README's table come. The file is committed; {@link FactorySourcesTest} compares.
 *
 * <p>Run {@code main} with the folder of the package to write it again.
 */
final class FactorySources {

    /** A property: its unit and bounds, where it has some, stand before a colon in its description. */
    record Property(String name, Class<?> type, String defaultValue, String description) {

        boolean confidential() {
            return name.equals("password");
        }

        String capitalised() {
            return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        }

        /** As it stands in a method's signature. */
        String declared() {
            return (type == String.class && defaultValue.isEmpty() ? "@Nullable " : "") + type.getSimpleName();
        }
    }

    static final List<Property> PROPERTIES = List.of(
            new Property(
                    "connectionURL",
                    String.class,
                    "",
                    "The database, as its driver writes it: jdbc:postgresql://host:5432/database. The "
                            + "driver, the dialect and the transaction level follow from it. No password in it: "
                            + "URLs get into logs."),
            new Property(
                    "userName",
                    String.class,
                    "",
                    "Whom to connect as, where neither the server nor the application says another."),
            new Property(
                    "password",
                    String.class,
                    "",
                    "Of userName; best ${file:/run/secrets/db} or ${env:DB_PASSWORD}: looked up anew for "
                            + "each physical connection, so that a rotated one is picked up, and written down "
                            + "nowhere."),
            new Property(
                    "dataSourceClass",
                    String.class,
                    "",
                    "By class name instead of by URL: an XADataSource, ConnectionPoolDataSource or "
                            + "DataSource of any driver. For XA on databases other than PostgreSQL."),
            new Property(
                    "driverProperties",
                    String.class,
                    "",
                    "name=value pairs between semicolons, for the driver or as bean properties of "
                            + "dataSourceClass. A name that the driver does not know is refused."),
            new Property(
                    "dialect",
                    String.class,
                    "",
                    "postgresql or standard, where it does not follow from the URL or the class."),
            new Property(
                    "transactionLevel",
                    String.class,
                    "",
                    "XATransaction, LocalTransaction or NoTransaction; the highest that the database "
                            + "offers where it is left out."),
            new Property(
                    "loginTimeout",
                    Integer.class,
                    "10",
                    "Seconds, 1 to 3600: how long opening a physical connection may take; a host that "
                            + "does not answer must not hold a borrower for ever."),
            new Property(
                    "validationTimeout",
                    Integer.class,
                    "5",
                    "Seconds, 1 to 3600: how long a validation may take; one without a bound can block a "
                            + "whole pool."),
            new Property(
                    "strictCommit",
                    Boolean.class,
                    "true",
                    "A commit fails when the database has thrown the work away after a failed statement. "
                            + "Dangerous when false: the commit then returns as if it had been done."),
            new Property(
                    "readOnlyVote",
                    Boolean.class,
                    "false",
                    "A branch that wrote nothing is committed at prepare and votes XA_RDONLY, which saves "
                            + "two flushes. Not where functions notify: that NOTIFY would be sent before the "
                            + "decision."),
            new Property(
                    "transactionTimeout",
                    String.class,
                    "off",
                    "server gives what is left of the transaction's timeout to the database with its "
                            + "first statement, at one round trip; off leaves it to the transaction manager, which "
                            + "cancels."),
            new Property(
                    "inDoubtAlarm",
                    Integer.class,
                    "300",
                    "Seconds, 0 to 604800: how long a transaction may stay prepared before a WARN names "
                            + "it, for it holds its locks; 0 is never."),
            new Property(
                    "allowHeuristics",
                    Boolean.class,
                    "false",
                    "Lets a person end a prepared transaction by JMX, against whatever its manager " + "decides."));

    private FactorySources() {}

    public static void main(String[] args) throws IOException {
        Files.writeString(Path.of(args[0], "JdbcManagedConnectionFactory.java"), write());
    }

    static String write() {
        return HEAD
                + each("\n", FactorySources::field)
                + RAW
                + each(",\n", p -> "                " + p.name())
                + SERIAL
                + each("", FactorySources::accessors)
                + "}\n";
    }

    private static String each(String between, Function<Property, String> part) {
        return PROPERTIES.stream().map(part).collect(Collectors.joining(between));
    }

    private static String field(Property p) {
        var lines = new StringBuilder("    @ConfigProperty(\n");
        if (p.type() != String.class) {
            lines.append("            type = %s.class,\n".formatted(p.type().getSimpleName()));
        }
        if (!p.defaultValue().isEmpty()) {
            lines.append("            defaultValue = \"%s\",\n".formatted(p.defaultValue()));
        }
        if (p.confidential()) {
            lines.append("            confidential = true,\n");
        }
        var text = p.description().replaceAll("(.{70,90}) ", "$1\"\n                    + \" ");
        lines.append("            description = \"%s\")\n".formatted(text));
        var value = p.type() == String.class ? "\"" + p.defaultValue() + "\"" : p.defaultValue();
        return lines
                + "    private %s%s %s%s;\n"
                        .formatted(
                                p.confidential() ? "transient " : "",
                                p.declared(),
                                p.name(),
                                p.defaultValue().isEmpty() ? "" : " = " + value);
    }

    private static String accessors(Property p) {
        return """

                    public %1$s get%2$s() {
                        return %3$s;
                    }

                    public void set%2$s(%1$s value) {
                        changing("%3$s");
                        %3$s = value;
                    }
                """.formatted(p.declared(), p.capitalised(), p.name()).replaceAll("(?m)^ {20}(?=\\S| )", "    ");
    }

    private static final String HEAD = """
            package dev.berth;

            import dev.berth.config.JdbcConfig;
            import dev.berth.config.Placeholders;
            import dev.berth.handle.ConnectionHandle;
            import jakarta.resource.spi.ConfigProperty;
            import jakarta.resource.spi.ConnectionDefinition;
            import java.io.IOException;
            import java.io.ObjectInputStream;
            import java.io.ObjectOutputStream;
            import java.io.Serial;
            import org.jspecify.annotations.Nullable;

            /**
             * The bean that a server configures: one per DataSource (Jakarta Connectors 2.1, 7.5.3). Only {@code connectionURL},
             * {@code userName} and {@code password} are needed; the rest follows. The configuration is frozen at first use: what
             * cannot be used is refused with {@link jakarta.resource.spi.InvalidPropertyException}, later changes with
             * {@link IllegalStateException}.
             *
             * <p>Two factories are equal when they are configured alike. A literal password is never serialised.
             *
             * <p>Generated by FactorySources (test tree) from its table of properties: do not edit.
             */
            @ConnectionDefinition(
                    connectionFactory = javax.sql.DataSource.class,
                    connectionFactoryImpl = JdbcDataSource.class,
                    connection = java.sql.Connection.class,
                    connectionImpl = ConnectionHandle.class)
            public final class JdbcManagedConnectionFactory extends FactoryBase {

                @Serial
                private static final long serialVersionUID = 1L;

            """;

    private static final String RAW = """

                @Override
                JdbcConfig.Raw raw() {
                    return new JdbcConfig.Raw(
            """;

    private static final String SERIAL = """
            );
                }

                /** A literal password stays behind; one that is made of placeholders goes along. */
                @Serial
                private void writeObject(ObjectOutputStream out) throws IOException {
                    out.defaultWriteObject();
                    out.writeObject(password != null && Placeholders.only(password) ? password : null);
                }

                @Serial
                private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
                    in.defaultReadObject();
                    password = (String) in.readObject();
                }

                // ---- properties; their descriptions stand at the fields ----
            """;
}
