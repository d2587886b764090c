package dev.berth;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.config.ConfigException;
import jakarta.resource.spi.InvalidPropertyException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each property's bounds are those that it is described with, each choice is one, and what contradicts is refused. */
@Obligation({78, 95})
class PropertyBoundsTest {

    private static final Pattern BOUNDS = Pattern.compile("(\\w+), (\\d+) to (\\d+): ");

    private static final Map<String, List<String>> CHOICES = Map.of(
            "transactionTimeout", List.of("off", "server"),
            "sslMode", List.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full"),
            "reset", List.of("settings", "session", "discard"),
            "transactionIsolation", List.of("READ_UNCOMMITTED", "READ_COMMITTED", "REPEATABLE_READ", "SERIALIZABLE"),
            "leakAction", List.of("log", "abort"),
            "poolerMode", List.of("none", "session", "transaction"),
            "checkOnStart", List.of("warn", "fail", "off"),
            "transactionLevel", List.of("XATransaction", "LocalTransaction", "NoTransaction"));

    private static JdbcManagedConnectionFactory with(String property, Object value) throws Exception {
        var factory = TestPostgres.factory();
        factory.setLeakDetectionThreshold(1); // what leakAction=abort needs
        set(factory, property, value);
        return factory;
    }

    static void set(JdbcManagedConnectionFactory factory, String property, Object value) throws Exception {
        var known = FactoryProperties.ALL.stream()
                .filter(one -> one.name().equals(property))
                .findFirst()
                .orElseThrow();
        JdbcManagedConnectionFactory.class
                .getMethod("set" + known.capitalised(), known.type())
                .invoke(factory, value);
    }

    private static void refused(String property, Object value, String... says) throws Exception {
        var factory = with(property, value);
        var refused = assertThrows(ConfigException.class, () -> Configs.of(factory));
        assertEquals(property, refused.property());
        for (var words : says) {
            assertTrue(refused.getMessage().contains(words), refused::getMessage);
        }
    }

    @TestFactory
    Stream<DynamicTest> each_number_is_taken_within_its_bounds_and_refused_beyond() {
        return FactoryProperties.ALL.stream()
                .filter(property -> property.type() == Integer.class)
                .map(property -> DynamicTest.dynamicTest(property.name(), () -> {
                    var bounds = BOUNDS.matcher(property.description());
                    assertTrue(bounds.lookingAt(), property.description());
                    int least = Integer.parseInt(bounds.group(2));
                    int most = Integer.parseInt(bounds.group(3));
                    for (int value : new int[] {least, most, Integer.parseInt(property.defaultValue())}) {
                        var factory = with(property.name(), value);
                        assertDoesNotThrow(() -> Configs.of(factory), () -> property.name() + "=" + value);
                    }
                    for (int value : new int[] {least - 1, most + 1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
                        refused(property.name(), value, value + " ", least + " and " + most);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> each_choice_is_one_and_nothing_else() {
        return CHOICES.entrySet().stream()
                .map(one -> DynamicTest.dynamicTest(one.getKey(), () -> {
                    for (var choice : one.getValue()) {
                        var factory = with(one.getKey(), choice);
                        assertDoesNotThrow(() -> Configs.of(factory));
                        var other = choice.equals(choice.toUpperCase(java.util.Locale.ROOT))
                                ? choice.toLowerCase(java.util.Locale.ROOT)
                                : choice.toUpperCase(java.util.Locale.ROOT);
                        refused(one.getKey(), other, "'" + other + "'", choice);
                    }
                    refused(one.getKey(), "nonsense", "'nonsense'");
                }));
    }

    @Test
    void each_description_that_offers_a_choice_is_tried() {
        var offered = new TreeSet<String>();
        for (var property : FactoryProperties.ALL) {
            if (Pattern.compile("^\\w[\\w-]*(, \\w[\\w-]*)* or \\w|: settings|^(none|warn), |^server gives|^log, or")
                            .matcher(property.description())
                            .find()
                    && !property.name().equals("dialect")) { // any that is beside the adapter
                offered.add(property.name());
            }
        }
        assertEquals(new TreeSet<>(CHOICES.keySet()), offered);
    }

    // ---- what contradicts ----

    private record Wrong(String name, Consumer<JdbcManagedConnectionFactory> change, String property, String words) {}

    private static Wrong pooled(String property, Consumer<JdbcManagedConnectionFactory> change) {
        return new Wrong(
                "a transaction pooler and " + property,
                f -> {
                    f.setPoolerMode("transaction");
                    change.accept(f);
                },
                property,
                "poolerMode=transaction");
    }

    private static Wrong byJdbcAlone(String property, Consumer<JdbcManagedConnectionFactory> change, String words) {
        return new Wrong(
                "no " + property + " without its dialect",
                f -> {
                    f.setConnectionURL("jdbc:h2:mem:bounds");
                    change.accept(f);
                },
                property,
                words);
    }

    private static final List<Wrong> WRONG = List.of(
            new Wrong("abort after no time", f -> f.setLeakAction("abort"), "leakAction", "leakDetectionThreshold"),
            new Wrong(
                    "parameters of nothing", f -> f.setLogParameters(true), "logParameters", "slowStatementThreshold"),
            pooled("transactionLevel", f -> f.setTransactionLevel("XATransaction")),
            pooled("schema", f -> f.setSchema("s")),
            pooled("role", f -> f.setRole("r")),
            pooled("readOnly", f -> f.setReadOnly(true)),
            pooled("transactionIsolation", f -> f.setTransactionIsolation("SERIALIZABLE")),
            pooled("statementTimeout", f -> f.setStatementTimeout(1)),
            pooled("connectionInitSql", f -> f.setConnectionInitSql("SET x = hunter2")),
            pooled("reset", f -> f.setReset("discard")),
            new Wrong(
                    "a certificate that nobody looks at",
                    f -> {
                        f.setSslMode("require");
                        f.setSslRootCert("/ca.pem");
                    },
                    "sslRootCert",
                    "sslMode=require"),
            new Wrong(
                    "two passwords",
                    f -> f.setCredentialsProvider(GivenCredentials.NAME),
                    "credentialsProvider",
                    "password"),
            new Wrong(
                    "no such provider",
                    f -> {
                        f.setPassword(null);
                        f.setCredentialsProvider("com.example.Vault");
                    },
                    "credentialsProvider",
                    "META-INF/services"),
            byJdbcAlone("reset", f -> f.setReset("discard"), "discard"),
            byJdbcAlone("role", f -> f.setRole("r"), "connectionInitSql"),
            byJdbcAlone("statementTimeout", f -> f.setStatementTimeout(1), "connectionInitSql"),
            byJdbcAlone("driverProperties", f -> f.setSslMode("require"), "sslMode"),
            byJdbcAlone("driverProperties", f -> f.setSocketTimeout(1), "socketTimeout"),
            new Wrong(
                    "a misspelt name in the URL",
                    f -> f.setConnectionURL(TestPostgres.url() + "?ApplicationName=x&tcpKeepAlve=true"),
                    "connectionURL",
                    "did you mean tcpKeepAlive?"),
            new Wrong(
                    "the same for a bean",
                    f -> {
                        f.setDataSourceClass("org.postgresql.xa.PGXADataSource");
                        f.setConnectionURL(TestPostgres.url() + "?sslMode=require");
                    },
                    "connectionURL",
                    "did you mean sslmode?"),
            new Wrong(
                    "a name that is like none",
                    f -> f.setDriverProperties("entirelyElse=1"),
                    "driverProperties",
                    "entirelyElse"));

    @TestFactory
    Stream<DynamicTest> what_contradicts_is_refused_at_deployment() {
        return WRONG.stream()
                .map(wrong -> DynamicTest.dynamicTest(wrong.name(), () -> {
                    var factory = TestPostgres.factory();
                    wrong.change().accept(factory);
                    var refused = assertThrows(InvalidPropertyException.class, factory::createConnectionFactory);
                    assertTrue(refused.getMessage().startsWith(wrong.property() + ": "), refused::getMessage);
                    assertTrue(refused.getMessage().contains(wrong.words()), refused::getMessage);
                    assertFalse(refused.getMessage().contains("hunter2"), refused::getMessage);
                }));
    }
}
