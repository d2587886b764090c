package dev.berth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.resource.spi.Connector;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jboss.jandex.IndexReader;
import org.junit.jupiter.api.Test;

/** The archive that a server gets (Jakarta Connectors 2.1, 21.2). */
class ArchiveIT {

    private static Map<String, byte[]> entries(byte[] zip) throws IOException {
        var entries = new TreeMap<String, byte[]>();
        try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        return entries;
    }

    private static Map<String, byte[]> archive() throws IOException {
        try (var files = Files.list(Path.of("target"))) {
            var rar = files.filter(file -> file.toString().endsWith("-ra.rar"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("package first"));
            return entries(Files.readAllBytes(rar));
        }
    }

    private static byte[] jar(Predicate<String> name) throws IOException {
        return archive().entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(".jar") && name.test(entry.getKey()))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    @Test
    @Obligation(86)
    void it_is_a_jar_of_jars_with_no_class_of_its_own() throws Exception {
        var names = archive().keySet();
        assertTrue(names.stream().noneMatch(name -> name.endsWith(".class")), names::toString);
        assertEquals(
                2,
                names.stream().filter(name -> name.endsWith(".jar")).count(),
                "the adapter and the driver: " + names);
        assertFalse(names.contains("ra.xml"), "where there is one, it is META-INF/ra.xml");
        assertTrue(entries(jar(name -> name.startsWith("berth"))).containsKey("dev/berth/JdbcResourceAdapter.class"));
        assertTrue(entries(jar(name -> name.startsWith("postgresql"))).containsKey("org/postgresql/Driver.class"));
    }

    @Test
    @Obligation(86)
    void servers_find_its_annotations_in_an_index_that_those_of_jakarta_ee_10_can_read() throws Exception {
        var jar = entries(jar(name -> name.startsWith("berth")));
        var bytes = jar.get("META-INF/jandex.idx");
        assertEquals(0xBABE1F15, ByteBuffer.wrap(bytes).getInt(), "what an index of Jandex begins with");
        assertEquals(11, bytes[Integer.BYTES], "the version of Jandex 3.0");
        var index = new IndexReader(new ByteArrayInputStream(bytes)).read();
        for (var entry : jar.keySet()) {
            if (entry.endsWith(".class")) {
                var name =
                        entry.substring(0, entry.length() - ".class".length()).replace('/', '.');
                assertNotNull(index.getClassByName(name), () -> name + " is not in it: a server would not see it");
            }
        }
        assertEquals(1, index.getAnnotations(Connector.class).size(), "how a server finds the adapter at all");
    }

    @Test
    @Obligation(87)
    void no_class_of_it_knows_the_old_namespace() throws Exception {
        for (var entry : entries(jar(name -> name.startsWith("berth"))).entrySet()) {
            var bytes = new String(entry.getValue(), StandardCharsets.ISO_8859_1);
            assertFalse(bytes.contains("javax/resource"), entry::getKey);
            assertFalse(bytes.contains("javax.resource"), entry::getKey);
        }
    }

    @Test
    @Obligation(86)
    void nothing_of_the_tests_is_in_it() throws Exception {
        var names = entries(jar(name -> name.startsWith("berth"))).keySet();
        assertTrue(
                names.stream().noneMatch(name -> name.contains("Test") || name.contains("Obligation")),
                names::toString);
    }
}
