package dev.berth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The README's section for Java SE: its code runs, and its tables name what there is. */
class MigrationTablesTest {

    private static final List<String> POOLS = List.of("HikariCP", "DBCP2", "c3p0", "Tomcat JDBC", "Agroal");
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");

    private record Row(String theirs, String becomes, String differs) {}

    private static String section() throws IOException {
        var readme = Files.readString(Path.of("..", "README.md"));
        return readme.substring(readme.indexOf("## In Java SE"), readme.indexOf("## Properties"));
    }

    private static List<Row> rows(String pool) throws IOException {
        var section = section();
        var begin = section.indexOf("<summary>" + pool + "</summary>");
        assertTrue(begin >= 0, pool);
        return section.substring(begin, section.indexOf("</details>", begin))
                .lines()
                .filter(line -> line.startsWith("| "))
                .skip(1)
                .map(line -> line.split(" \\| ?", -1))
                .map(cells -> new Row(cells[0].substring(2), cells[1], cells[2].replaceAll("\\|$", "")))
                .toList();
    }

    /** What an application can set or call. */
    private static Set<String> known() {
        var known = new TreeSet<>(FactorySetting.names());
        known.addAll(PoolSettings.ALL.keySet());
        methods(PoolBuilder.class).forEach(known::add);
        methods(PooledDataSource.class).map(name -> name + "()").forEach(known::add);
        return known;
    }

    private static Stream<String> methods(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getDeclaringClass() == type)
                .map(Method::getName);
    }

    @TestFactory
    Stream<DynamicTest> each_property_becomes_one_that_there_is_or_says_why_not() {
        return POOLS.stream()
                .map(pool -> DynamicTest.dynamicTest(pool, () -> {
                    var known = known();
                    var seen = new TreeSet<String>();
                    for (var row : rows(pool)) {
                        var names = NAME.matcher(row.becomes())
                                .results()
                                .map(found -> found.group(1))
                                .toList();
                        assertTrue(known.containsAll(names), row::toString);
                        assertEquals(names.isEmpty(), row.becomes().equals("—"), row::toString);
                        assertFalse(names.isEmpty() && row.differs().isBlank(), () -> "why not? " + row);
                        for (var theirs : row.theirs().replaceAll("^\\w+: ", "").split(", ")) {
                            assertTrue(seen.add(theirs), () -> "twice: " + theirs);
                        }
                    }
                    assertTrue(seen.size() > 20, seen::toString);
                }));
    }

    @Test
    void every_name_of_hikari_that_is_understood_has_its_row() throws Exception {
        var described = rows("HikariCP").stream()
                .flatMap(row -> Stream.of(row.theirs().split(", ")))
                .collect(Collectors.toCollection(TreeSet::new));
        var understood = new TreeSet<>(HikariProperties.known());
        described.forEach(name -> assertTrue(
                understood.contains(name) || name.equals("dataSource.*"), () -> name + " is not understood"));
        understood.removeAll(described);
        understood.removeAll(FactorySetting.names());
        understood.removeAll(PoolSettings.ALL.keySet());
        assertEquals(Set.of("url", "user", "dataSource.user", "dataSource.password"), understood);
    }

    @Test
    void each_setting_of_the_pool_is_described() throws Exception {
        var section = section();
        PoolSettings.ALL.keySet().forEach(name -> assertTrue(section.contains("| `" + name + "` | "), name));
    }

    @Test
    void the_code_of_the_readme_compiles_and_runs(@TempDir Path folder) throws Exception {
        var section = section();
        int begin = section.indexOf("```java\n") + "```java\n".length();
        var code = section.substring(begin, section.indexOf("```", begin))
                .replace("jdbc:postgresql://localhost/orders", TestPostgres.url())
                .replace("user(\"orders\")", "user(\"" + TestPostgres.USER + "\")")
                .replace("secret", TestPostgres.PASSWORD);
        var source = Files.writeString(
                folder.resolve("Shop.java"),
                "import dev.berth.PooledDataSource;\nimport java.sql.Connection;\npublic class Shop {\n"
                        + "public static void main(String[] none) throws Exception {\n" + code + "}\n}\n");
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-d", folder.toString(), source.toString());
        assertEquals(0, failed);
        TestPostgres.asSuperuser(
                "DROP TABLE IF EXISTS stock",
                "CREATE TABLE stock(item int, n int)",
                "INSERT INTO stock VALUES (7, 5)",
                "GRANT ALL ON stock TO PUBLIC");
        try (var classes = new URLClassLoader(
                new java.net.URL[] {URI.create(folder.toUri() + "").toURL()})) {
            classes.loadClass("Shop").getMethod("main", String[].class).invoke(null, (Object) new String[0]);
            assertEquals(List.of("4"), TestPostgres.column("SELECT n FROM stock"));
        } finally {
            TestPostgres.asSuperuser("DROP TABLE stock");
        }
    }
}
