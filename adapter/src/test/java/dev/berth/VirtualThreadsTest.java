package dev.berth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What virtual threads ask of a pool: rules that hold on any JDK, and a crowd of them on one that has them. */
class VirtualThreadsTest {

    /** What may wait for a database, or for somebody. */
    private static final Set<String> BLOCKING = Set.of(
            "java.sql.Connection",
            "java.sql.Statement",
            "java.sql.PreparedStatement",
            "java.sql.ResultSet",
            "java.sql.DatabaseMetaData",
            "javax.sql.DataSource",
            "dev.berth.dialect.Dialect",
            "jakarta.resource.spi.ManagedConnection",
            "jakarta.resource.spi.ManagedConnectionFactory",
            "java.util.concurrent.locks.LockSupport");

    private final JavaClasses ours = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.berth");

    @Test
    void nothing_is_kept_for_each_thread() {
        ArchRuleDefinition.noFields().should().haveRawType(ThreadLocal.class).check(ours);
        ArchRuleDefinition.noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ThreadLocal.class)
                .check(ours);
    }

    @Test
    void no_monitor_is_held_while_the_database_is_asked() {
        assertEquals(Set.of(), pinning(ours));
        assertEquals(
                1, pinning(new ClassFileImporter().importClasses(Guilty.class)).size(), "the rule sees nothing");
    }

    /** What the rule is there for. */
    private static final class Guilty {

        synchronized void asks(Connection connection) throws SQLException {
            reads(connection);
        }

        private void reads(Connection connection) throws SQLException {
            connection.getSchema();
        }
    }

    private static Set<String> pinning(JavaClasses all) {
        var found = new TreeSet<String>();
        for (var type : all) {
            for (var method : type.getMethods()) {
                if (method.getModifiers().contains(JavaModifier.SYNCHRONIZED)) {
                    blocking(method, new HashSet<>()).forEach(call -> found.add(method.getFullName() + ": " + call));
                }
            }
        }
        return found;
    }

    /** Also in what it calls of its own class. */
    private static Stream<String> blocking(JavaMethod method, Set<JavaMethod> seen) {
        if (!seen.add(method)) {
            return Stream.of();
        }
        return method.getMethodCallsFromSelf().stream().flatMap(call -> {
            var target = call.getTarget();
            var here = BLOCKING.contains(target.getOwner().getName())
                            && !target.getName().equals("unpark")
                    ? Stream.of(call.getDescription())
                    : Stream.<String>of();
            var deeper = target.getOwner().equals(method.getOwner())
                    ? target.resolveMember().stream().flatMap(own -> blocking(own, seen))
                    : Stream.<String>of();
            return Stream.concat(here, deeper);
        });
    }

    /** Blocks are not seen by the rule above: these were read, and hold their lock over a list and nothing else. */
    @Test
    void there_are_no_other_monitors() throws IOException {
        try (var files = Files.walk(Path.of("src/main/java"))) {
            var with = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> text(file).contains("synchronized ("))
                    .map(file -> file.getFileName().toString())
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(new TreeSet<>(List.of("Leftovers.java")), with);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    /** On virtual threads, where a JDK has them; else on plain ones, for all but the pinning. */
    @Test
    void a_thousand_threads_share_sixteen_connections_and_none_of_them_connects(@TempDir Path folder) throws Exception {
        var newer = NewerJdk.java();
        var java = newer.orElse(Path.of(System.getProperty("java.home"), "bin", "java"));
        var seen = run(folder, java);
        System.out.println("A crowd on " + (newer.isPresent() ? "a newer JDK: " : "this JDK: ") + seen);
        assertEquals("" + newer.isPresent(), seen.getProperty("virtual"));
        assertEquals("5000", seen.getProperty("done"));
        assertEquals("0", seen.getProperty("lent"));
        assertTrue(Integer.parseInt(seen.getProperty("size")) <= 16, seen::toString);
        assertEquals("0", seen.getProperty("pinned"));
        assertEquals("0", seen.getProperty("connected.virtual"));
        assertTrue(Integer.parseInt(seen.getProperty("connected")) > 0, "nobody connected");
    }

    private static Properties run(Path folder, Path java) throws Exception {
        var out = folder.resolve("out");
        var process = new ProcessBuilder(
                        java.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        VirtualCrowd.class.getName(),
                        TestPostgres.url(),
                        TestPostgres.USER,
                        TestPostgres.PASSWORD)
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertTrue(process.waitFor(80, TimeUnit.SECONDS), "not done within 80 s");
        } finally {
            process.destroyForcibly();
        }
        assertEquals(0, process.exitValue());
        var seen = new Properties();
        seen.load(Files.newBufferedReader(out));
        return seen;
    }
}
